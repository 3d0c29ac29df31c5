// The server's time as far as this page knows it: a visitor's own clock may be wrong by a day.

let offsetMs = 0;

/** Takes the server's time that came with the page. */
export function setServerNow(iso) {
  offsetMs = Date.parse(iso) - Date.now();
}

/** Now, in milliseconds since 1970, by the server's clock. */
export function serverNow() {
  return Date.now() + offsetMs;
}
