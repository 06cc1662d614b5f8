// The interview's socket (docs/socket.md): hello with what is known, every event once and in order, says kept
// until acknowledged, back by itself after a cut. Knows nothing of the page.

import { read, write } from "./store.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
const PING_EVERY = 25_000;
const SILENCE = 60_000;
const FATAL = [4401, 4403, 4404];
const ASK_AGAIN = 2_000;

export class InterviewSocket extends EventTarget {
  constructor(url, interview) {
    super();
    this.url = url;
    this.outboxKey = `outbox:${interview}`;
    this.outbox = this.#kept();
    this.lastSeq = 0;
    this.epoch = "";
    this.wait = FIRST_WAIT;
    this.socket = null;
    this.live = false;
    this.ending = false;
    this.heard = 0;
  }

  open() {
    this.#connect();
    addEventListener("online", () => this.retry());
    setInterval(() => this.#beat(), PING_EVERY);
  }

  // Says wait here until the server has them, over cuts and reloads.
  say(text, id = crypto.randomUUID()) {
    this.outbox.push({ id, text });
    this.#keep((kept) => [...kept, { id, text }]);
    this.#send({ type: "say", id, text });
    return id;
  }

  end() {
    this.ending = true;
    this.#send({ type: "end" });
  }

  retry() {
    if (this.live || this.socket?.readyState === WebSocket.CONNECTING) return;
    clearTimeout(this.timer);
    this.wait = FIRST_WAIT;
    this.#connect();
  }

  forget(id) {
    this.outbox = this.outbox.filter((say) => say.id !== id);
    this.#keep((kept) => kept.filter((say) => say.id !== id));
  }

  #connect() {
    const address = new URL(this.url, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    this.socket = socket;
    this.#tell("state", { state: "connecting" });
    socket.addEventListener("open", () => {
      this.heard = performance.now();
      this.#hello(socket);
    });
    socket.addEventListener("message", (event) => this.#hear(event.data));
    socket.addEventListener("close", (event) => {
      if (this.socket === socket) this.#lost(event.code);
    });
  }

  #lost(code) {
    this.live = false;
    if (FATAL.includes(code)) {
      this.#tell("state", { state: "refused" });
      return;
    }
    const wait = this.wait * (0.75 + Math.random() / 2);
    this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
    this.#tell("state", { state: "lost", wait });
    this.timer = setTimeout(() => this.#connect(), wait);
  }

  #hear(frame) {
    this.heard = performance.now();
    let message;
    try {
      message = JSON.parse(frame);
    } catch {
      return;
    }
    switch (message?.type) {
      case "welcome":
        this.#welcome(message);
        break;
      case "event":
        if (message.seq <= this.lastSeq) break;
        this.lastSeq = message.seq;
        if (message.kind === "advisor_said") this.forget(message.data.say_id);
        this.#tell("happened", message);
        break;
      case "ack":
        this.forget(message.id);
        this.#tell("ack", message);
        break;
      case "client_typing":
      case "client_partial":
        this.#tell(message.type, message);
        break;
      case "error":
        if (message.id && !message.retryable) this.forget(message.id);
        if (message.retryable) this.#askAgain();
        this.#tell("fault", message);
        break;
      default:
    }
  }

  #hello(socket) {
    socket.send(JSON.stringify({ type: "hello", last_seq: this.lastSeq, epoch: this.epoch }));
  }

  // What failed for now: hello once more, a little later; the welcome sends again what is not kept yet, and the
  // server finishes what it owes.
  #askAgain() {
    clearTimeout(this.asking);
    const socket = this.socket;
    this.asking = setTimeout(() => {
      if (this.live && this.socket === socket) this.#hello(socket);
    }, ASK_AGAIN * (0.75 + Math.random() / 2));
  }

  #welcome(message) {
    if (this.epoch && message.epoch !== this.epoch) {
      location.reload();
      return;
    }
    this.epoch = message.epoch;
    this.live = true;
    this.wait = FIRST_WAIT;
    this.#tell("state", { state: "live" });
    this.#tell("welcome", message);
    for (const say of this.outbox) this.#send({ type: "say", ...say });
    if (this.ending) this.#send({ type: "end" });
  }

  #send(message) {
    if (this.live && this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  #beat() {
    if (!this.live) return;
    if (performance.now() - this.heard > SILENCE) this.socket.close();
    else this.#send({ type: "ping" });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #kept() {
    try {
      return JSON.parse(read(this.outboxKey) ?? "[]");
    } catch {
      return [];
    }
  }

  // Another tab keeps its own says at the same place: change only mine.
  #keep(change) {
    const kept = change(this.#kept());
    write(this.outboxKey, kept.length ? JSON.stringify(kept) : "");
  }
}
