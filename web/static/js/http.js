// Requests that change something: JSON, with the page's token, errors as sentences.

import { page } from "./dom.js";
import { FAILED, OFFLINE } from "./words.js";

export class Refused extends Error {}

export async function send(method, url, body) {
  let answer;
  try {
    answer = await fetch(url, {
      method,
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": page().csrf ?? "" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused(OFFLINE);
  }
  const text = await answer.text();
  let data = null;
  try {
    data = text ? JSON.parse(text) : null;
  } catch {
    data = null;
  }
  if (!answer.ok) throw new Refused(data?.message ?? FAILED);
  return data;
}
