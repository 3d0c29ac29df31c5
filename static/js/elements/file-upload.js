// Sends one file and tells how far it is. fetch() cannot tell, so this is an XMLHttpRequest.

/**
 * Returns { arrived, cancel }. `arrived` resolves to the attachment, or rejects with an Error whose
 * message is the server's sentence, or empty when the server was not reached.
 */
export function upload(address, file, { csrfToken, onProgress }) {
  const request = new XMLHttpRequest();
  const arrived = new Promise((resolve, reject) => {
    request.addEventListener('load', () => settle(request, resolve, reject));
    request.addEventListener('error', () => reject(new Error('')));
    request.addEventListener('abort', () => reject(new Error('')));
  });
  request.upload.addEventListener('progress', (event) => onProgress(event.loaded, event.total));
  const form = new FormData();
  // A picture from the clipboard may have no name.
  form.append('file', file, file.name || 'screenshot.png');
  form.append('csrf_token', csrfToken);
  request.open('POST', address);
  request.setRequestHeader('Accept', 'application/json');
  request.responseType = 'json';
  request.send(form);
  return { arrived, cancel: () => request.abort() };
}

function settle(request, resolve, reject) {
  const answer = request.response;
  if (request.status === 201) resolve(answer.attachment);
  else reject(new Error(answer?.error?.message ?? ''));
}
