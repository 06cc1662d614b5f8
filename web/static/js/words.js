// Every French sentence the modules say. Templates hold the others.

const NBSP = "\u00a0";

export const LINK = { live: "En ligne", connecting: "Connexion…", lost: "Hors ligne", refused: "Fermé" };
export const REFUSED = "Cet entretien n’est pas accessible ici. Rechargez la page.";
export const LOST_TOLD = "Connexion perdue. Ce que vous écrivez est gardé.";
export const BACK_TOLD = "Connexion rétablie. Rien n’est perdu.";
export const COPIED = "Copié";
export const NOT_COPIED = "Copie refusée";
export const NO_RECOGNITION = "Ce navigateur ne sait pas transcrire la parole.";
export const NO_VOICE = "Aucune voix française n’est installée sur cet appareil.";
export const DICTATING = "Dictée en cours.";
export const DICTATION_OVER = "Dictée arrêtée.";
export const RETRYING = "Nouvel essai…";
export const OFFLINE = "La connexion manque. Réessayez dans un instant.";
export const OFFLINE_WAIT = "La connexion manque. Nouvel essai dans quelques secondes.";
export const FAILED = "Cela n’a pas marché. Rechargez la page.";
export const YOU = "Vous";
export const SENDING = "envoi…";
export const RECEIVED = "reçu";
export const BRANCH = "Reprendre d’ici";
export const DRAFT_KEPT = "Brouillon gardé";
export const KEPT = "Enregistré.";
export const NOT_KEPT = "Ce navigateur ne garde pas les notes.";
export const TIME_OVER = "Le temps de l’examen est écoulé.";
export const STEP_DONE = ", faite";
export const NOT_CONCLUDED = "Vous n’avez pas encore conclu.";
export const NOT_LEFT = "Vous n’avez pas encore pris congé.";
export const NEITHER = "Vous n’avez pas encore conclu ni pris congé.";

export const retryIn = (seconds) => `Nouvel essai dans ${seconds}${NBSP}s.`;
export const keptAt = (hour, minute) => `Enregistré à ${hour}${NBSP}h${NBSP}${String(minute).padStart(2, "0")}.`;
export const hints = (count) => (count ? `Un autre indice (${count})` : "Un indice");
export const atTurn = (turn) => `, tour ${turn}`;
export const speaks = (name, written) => `${name} ${written ? "écrit" : "parle"}`;
export const clients = (count) => (count === 0 ? "Aucun client." : count === 1 ? "Un client." : `${count} clients.`);
export const products = (count) => (count === 0 ? "Aucun produit" : count === 1 ? "1 produit" : `${count} produits`);

export function endedBy(by, name) {
  if (by === "client") return `${name} a mis fin à l’entretien.`;
  return by === "time" ? "Le temps est écoulé." : "Vous avez terminé l’entretien.";
}

// What the browser says when it could not hear.
export function heardNothing(code) {
  if (code === "no-speech" || code === "aborted") return "";
  if (code === "not-allowed" || code === "service-not-allowed") return "Le micro est refusé. Autorisez-le dans le navigateur, ou écrivez.";
  return "La dictée s’est arrêtée. Reprenez-la, ou écrivez.";
}
