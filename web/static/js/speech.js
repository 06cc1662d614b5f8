// Speech in the browser, where it exists: dictate one's lines, hear the client. Off until asked for.
// Dictation writes in the composer and never sends. Only a French voice of this very device speaks.

import { announce } from "./announce.js";
import { one } from "./dom.js";
import { read, write } from "./store.js";
import { DICTATING, DICTATION_OVER, NO_RECOGNITION, NO_VOICE, heardNothing } from "./words.js";

const FRENCH = /^fr\b/i;
const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;

export const localVoice = () => speechSynthesis.getVoices().find((voice) => voice.localService && FRENCH.test(voice.lang));

class Dictation {
  constructor(area, button, complain) {
    this.area = area;
    this.button = button;
    this.complain = complain;
    this.on = false;
    button.addEventListener("click", () => (this.on ? this.stop() : this.begin()));
  }

  begin() {
    globalThis.speechSynthesis?.cancel();
    this.before = this.area.value.trim();
    this.recognition = new Recognition();
    Object.assign(this.recognition, { lang: "fr-FR", interimResults: true, continuous: true });
    this.recognition.addEventListener("result", (event) => this.#write(event.results));
    this.recognition.addEventListener("error", (event) => this.complain(heardNothing(event.error)));
    this.recognition.addEventListener("end", () => this.#show(false));
    this.complain("");
    this.recognition.start();
    this.#show(true);
  }

  stop() {
    if (this.on) this.recognition.stop();
  }

  // What is sent is over: what was heard belongs to the line just said.
  forget() {
    if (!this.on) return;
    this.recognition.abort();
    this.#show(false);
  }

  #write(results) {
    if (!this.on) return;
    const heard = [...results].map((result) => result[0].transcript.trim()).join(" ");
    this.area.value = [this.before, heard].filter(Boolean).join(" ");
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #show(on) {
    if (this.on === on) return;
    this.on = on;
    this.button.setAttribute("aria-pressed", String(on));
    announce(on ? DICTATING : DICTATION_OVER);
  }
}

function choice(name, possible, missing, apply) {
  const box = one(`[data-speech="${name}"]`);
  const note = one(`[data-speech-note="${name}"]`);
  const key = `speech:${name}`;
  const able = () => {
    box.disabled = !possible();
    if (box.disabled) note.textContent = missing;
    box.checked = !box.disabled && read(key) === "on";
    apply(box.checked);
  };
  box.addEventListener("change", () => {
    write(key, box.checked ? "on" : "");
    apply(box.checked);
  });
  able();
  return able;
}

export function speech(talk, complain) {
  const button = one("[data-dictate]");
  const dictation = Recognition ? new Dictation(one("[data-say]"), button, complain) : null;
  choice("listen", () => Boolean(Recognition), NO_RECOGNITION, (on) => {
    button.hidden = !on;
    if (!on) dictation?.stop();
  });
  let speaking = false;
  const synthesis = globalThis.speechSynthesis;
  const again = choice("speak", () => Boolean(synthesis && localVoice()), NO_VOICE, (on) => {
    speaking = on;
    if (!on) synthesis?.cancel();
  });
  synthesis?.addEventListener?.("voiceschanged", () => {
    one('[data-speech-note="speak"]').textContent = "";
    again();
  });
  talk.addEventListener("sentence", ({ detail }) => {
    if (!speaking || dictation?.on) return;
    const said = new SpeechSynthesisUtterance(detail);
    said.voice = localVoice();
    said.lang = "fr-FR";
    synthesis.speak(said);
  });
  addEventListener("pagehide", () => synthesis?.cancel());
  return { sent: () => dictation?.forget() };
}
