/** Runs a simulator command; throws an Error with the simulator's own words. */
export async function run(command, input = {}) {
  const response = await fetch(`sim/${command}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  const envelope = await response.json();
  if (!envelope.ok) throw new Error(envelope.error);
  return envelope.result;
}

const listeners = new Set();

export function onEvent(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Opens the event stream; after a lost connection every listener is told to read all anew. */
export function connect(onState) {
  const source = new EventSource('sim/events');
  let wasLost = false;
  source.addEventListener('open', () => {
    onState(true);
    if (wasLost) announce({ type: 'reset', seq: 0 });
    wasLost = false;
  });
  source.addEventListener('error', () => {
    wasLost = true;
    onState(false);
  });
  source.addEventListener('message', (message) => announce(JSON.parse(message.data)));
}

function announce(event) {
  for (const listener of listeners) listener(event);
}

export function fileUrl(media) {
  return `sim/files/${media.contentId}/${encodeURIComponent(media.fileName)}`;
}
