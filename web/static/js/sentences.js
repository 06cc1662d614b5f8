// A growing text as sentences: the whole ones never change any more, the rest may.

const SENTENCE = /[^.!?…\n]*[.!?…\n]+[»"”]?\s*/y;

export function cut(text) {
  const whole = [];
  let at = 0;
  SENTENCE.lastIndex = 0;
  for (let found = SENTENCE.exec(text); found && found[0]; found = SENTENCE.exec(text)) {
    whole.push(found[0]);
    at = SENTENCE.lastIndex;
  }
  return { whole, rest: text.slice(at) };
}
