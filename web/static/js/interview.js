// The live interview: the socket tells, the conversation shows, the composer says.

import { clock } from "./clock.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Conversation } from "./conversation.js";
import { one, page } from "./dom.js";
import { hints } from "./hint.js";
import { InterviewSocket } from "./socket.js";
import { speech } from "./speech.js";
import { Steps } from "./steps.js";
import { endedBy } from "./words.js";

const facts = page();
const socket = new InterviewSocket(facts.socket, facts.interview);
const talk = new Conversation({ name: facts.clientName, training: facts.mode === "training", written: facts.written === "yes" });
const steps = new Steps();
const time = clock();
const connection = new Connection(() => socket.retry());
const composer = new Composer(facts.interview, (text) => {
  voice.sent();
  talk.pend(socket.say(text), text);
});
const voice = speech(talk, (message) => composer.complain(message));
const hint = hints(facts.interview, (message) => composer.complain(message));
let mine = false;

function ended({ by }, already) {
  time.stop();
  composer.close();
  const sentence = endedBy(by, facts.clientName);
  talk.ended(sentence);
  one("[data-end-button]").hidden = true;
  one("[data-over-title]").textContent = sentence;
  one("[data-over]").hidden = false;
  document.getElementById("end").close();
  if (mine && !already) location.assign(facts.after);
}

// Who said the last line, when a model is meant to speak: the words come with the page.
function spokenBy(engine) {
  const words = one("[data-voice]").dataset[engine];
  if (words) one("[data-voice-word]").textContent = words;
}

const happenings = {
  advisor_said: (data) => talk.advisorSaid(data),
  client_said: (data, seq) => {
    talk.clientSaid(data, seq);
    spokenBy(data.voice);
  },
  turn_analysed: (data) => steps.show(data.steps),
  hint_given: () => hint.given(),
  interview_ended: (data) => ended(data, facts.ended === "yes"),
};

socket.addEventListener("state", ({ detail }) => {
  connection.show(detail);
  if (detail.state === "lost") talk.interrupted();
  if (detail.state === "lost" || detail.state === "refused") talk.settle();
});
socket.addEventListener("happened", ({ detail }) => {
  happenings[detail.kind]?.(detail.data, detail.seq);
  talk.reached(detail.seq);
});
socket.addEventListener("ack", ({ detail }) => talk.acknowledged(detail.id));
socket.addEventListener("client_typing", () => talk.clientTyping());
socket.addEventListener("client_partial", ({ detail }) => talk.clientPartial(detail));
socket.addEventListener("welcome", ({ detail }) => {
  composer.complain("");
  talk.catchUp(detail.seq);
  talk.reached(socket.lastSeq);
  for (const say of socket.outbox) talk.pend(say.id, say.text);
  talk.ready(detail.seq > 1);
});
socket.addEventListener("fault", ({ detail }) => {
  if (detail.id && !detail.retryable) {
    const line = talk.waiting.get(detail.id)?.querySelector(".say__line").textContent ?? "";
    talk.refused(detail.id);
    composer.giveBack(line, detail.message);
  } else {
    composer.complain(detail.message);
  }
});

one("[data-end-button]").addEventListener("click", () => {
  one("[data-end-missing]").textContent = steps.missing();
});
one("[data-end]").addEventListener("click", () => {
  mine = true;
  socket.end();
});
socket.open();
composer.focus();
