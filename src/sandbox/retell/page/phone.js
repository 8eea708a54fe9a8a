import { texts } from './phone-texts.js';

const MOUNT = location.pathname.replace(/\/phone\/?$/, '');
const ROUTES = [
  'create-phone-call',
  'get-call',
  'list-calls',
  'stop-call',
  'get-agent',
  'list-agents',
  'get-concurrency',
  'recording',
  '*',
];
const EVENTS = ['call_started', 'transcript_updated', 'call_ended', 'call_analyzed'];
const FAULTS = {
  error: { status: 500 },
  effect: { status: 500, afterEffect: true },
  limit: { status: 429, retryAfterSec: 5 },
  wrapped: { body: { status: 'error', message: 'Something went wrong' } },
  nonsense: { text: '<html><body>Hello</body></html>' },
  hang: { kind: 'hang' },
  reset: { kind: 'reset' },
};

const byId = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
let language = query.get('lang') ?? (navigator.language.startsWith('ru') ? 'ru' : 'en');
if (!(language in texts)) language = 'en';
let calls = [];
let shownCallId = null;
let isConnected = false;
let source = null;

const t = () => texts[language];
const theme = query.get('theme');
if (theme) document.documentElement.dataset.theme = theme;

function write() {
  document.documentElement.lang = language;
  document.title = t().title;
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = t()[node.dataset.text];
  for (const node of document.querySelectorAll('[data-label]'))
    node.setAttribute('aria-label', t()[node.dataset.label]);
  byId('language').textContent = language === 'ru' ? 'English' : 'Русский';
  byId('language').lang = language === 'ru' ? 'en' : 'ru';
  fillSelect('#next-call [name=outcome]', t().outcomes);
  fillSelect('#next-call [name=mood]', t().moods);
  fillSelect('#next-webhook [name=kind]', t().webhooks);
  fillSelect('#next-webhook [name=event]', {
    '': t().anyEvent,
    ...Object.fromEntries(EVENTS.map((name) => [name, name])),
  });
  fillSelect('#next-fault [name=route]', Object.fromEntries(ROUTES.map((name) => [name, name])));
  fillSelect('#next-fault [name=fault]', t().faults);
  draw();
}

function fillSelect(selector, options) {
  const select = document.querySelector(selector);
  const chosen = select.value;
  select.replaceChildren(...Object.entries(options).map(([value, label]) => new Option(label, value)));
  if (chosen in options) select.value = chosen;
}

function draw() {
  byId('connection').textContent = isConnected ? t().connected(byId('number').value.trim()) : t().disconnected;
  const active = calls.find(
    (call) => call.phase === 'ringing' || call.phase === 'talking' || call.phase === 'registered',
  );
  const call = active ?? calls.find((known) => known.callId === shownCallId);
  if (call) shownCallId = call.callId;
  drawCall(call);
  drawRecent();
}

function drawCall(call) {
  const phase = call?.phase ?? 'idle';
  const isOver = phase === 'ended' || phase === 'analyzed';
  byId('call').dataset.phase = phase;
  byId('caller').textContent = call?.agentName ?? '';
  byId('numbers').textContent = call ? `${call.fromNumber} → ${call.toNumber}` : '';
  byId('phase').textContent = isOver ? t().ended(call.disconnectionReason) : t()[phase];
  const canAnswer = phase === 'ringing' && call.isLive;
  byId('answer').hidden = !canAnswer;
  byId('decline').hidden = !canAnswer;
  byId('hang-up').hidden = phase !== 'talking';
  const canSay = phase === 'talking' && call.isLive;
  const wasHidden = byId('say').hidden;
  byId('say').hidden = !canSay;
  if (canSay && wasHidden) byId('words').focus();
  byId('hint').textContent = phase !== 'talking' ? '' : call.isLive ? t().liveHint : t().scripted;
  drawTurns(call);
}

function drawTurns(call) {
  const list = byId('turns');
  const turns = call?.turns ?? [];
  const isSame = list.dataset.callId === call?.callId && list.dataset.language === language;
  if (!isSame) list.replaceChildren();
  list.dataset.callId = call?.callId ?? '';
  list.dataset.language = language;
  for (const turn of turns.slice(list.children.length)) {
    const item = document.createElement('li');
    const who = document.createElement('b');
    item.dataset.speaker = turn.speaker;
    who.textContent = t()[turn.speaker];
    item.append(who, turn.text);
    list.append(item);
    list.scrollTop = list.scrollHeight;
  }
}

function drawRecent() {
  const over = calls.filter((call) => call.phase === 'ended' || call.phase === 'analyzed').slice(0, 5);
  const list = byId('recent');
  const key = `${language}:${over.map((call) => call.callId).join()}`;
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren(...over.map(recentItem));
  if (over.length === 0) list.textContent = t().none;
}

function recentItem(call) {
  const item = document.createElement('li');
  const time = new Date(call.createdAtMs).toLocaleTimeString(language);
  item.textContent = `${time} · ${call.toNumber} · ${call.disconnectionReason}`;
  if (call.recordingPath) {
    const audio = document.createElement('audio');
    audio.controls = true;
    audio.preload = 'none';
    audio.src = MOUNT + call.recordingPath;
    audio.setAttribute('aria-label', `${t().recording} ${call.toNumber}, ${time}`);
    item.append(audio);
  }
  return item;
}

function connect() {
  source?.close();
  const number = byId('number').value.trim();
  source = new EventSource(`${MOUNT}/sim/phone/events?number=${encodeURIComponent(number)}`);
  source.addEventListener('state', (event) => {
    isConnected = true;
    ({ calls } = JSON.parse(event.data));
    draw();
  });
  source.addEventListener('error', () => {
    isConnected = false;
    draw();
  });
}

async function post(path, body = {}) {
  const response = await fetch(MOUNT + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.ok;
}

async function arrange(path, body) {
  const isDone = await post(path, body).catch(() => false);
  byId('panel-status').textContent = isDone ? t().done : t().failed;
}

function onSubmit(id, act) {
  byId(id).addEventListener('submit', (event) => {
    event.preventDefault();
    void act(Object.fromEntries(new FormData(event.target)));
  });
}

const withoutBlanks = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));

for (const act of ['answer', 'decline', 'hang-up']) {
  byId(act).addEventListener('click', () => void post(`/sim/calls/${shownCallId}/${act}`));
}
onSubmit('line', connect);
onSubmit('say', async ({ words }) => {
  const text = words.trim();
  if (text === '') return;
  byId('words').value = '';
  await post(`/sim/calls/${shownCallId}/say`, { text });
});
onSubmit('next-call', (fields) => arrange('/sim/next-call', withoutBlanks(fields)));
onSubmit('next-webhook', (fields) => arrange('/sim/webhooks', withoutBlanks({ ...fields, delayMs: 5000 })));
onSubmit('next-fault', ({ route, fault }) => arrange('/sim/faults', { route, ...FAULTS[fault] }));
onSubmit('speed-form', ({ speed }) => arrange('/sim/settings', { speed: Number(speed) }));
byId('language').addEventListener('click', () => {
  language = language === 'ru' ? 'en' : 'ru';
  write();
});
byId('theme').addEventListener('click', () => {
  const isDark =
    getComputedStyle(document.documentElement).colorScheme === 'dark' ||
    (document.documentElement.dataset.theme === undefined && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'light' : 'dark';
});

byId('number').value = query.get('number') ?? '';
write();
connect();
