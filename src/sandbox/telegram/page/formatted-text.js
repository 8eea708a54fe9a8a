import { h } from './dom.js';
import { currentLanguage, t } from './i18n.js';

const blockTypes = new Set(['blockquote', 'expandable_blockquote', 'pre']);

/**
 * Text with entities as DOM nodes. `on` has: command(text), mention(name), deepLink(bot, param).
 * Offsets are UTF-16 units, which is what JavaScript strings count in.
 */
export function renderFormatted(text, entities, on) {
  const sorted = entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  return renderRange(text, sorted, 0, text.length, on);
}

function renderRange(text, entities, start, end, on) {
  const fragment = document.createDocumentFragment();
  let at = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const entityEnd = Math.min(end, entity.offset + entity.length);
    const inner = [];
    const rest = [];
    for (const other of entities.slice(index + 1)) {
      const otherEnd = other.offset + other.length;
      if (other.offset >= entityEnd) rest.push(other);
      else if (otherEnd <= entityEnd) inner.push(other);
      else {
        inner.push({ ...other, length: entityEnd - other.offset });
        rest.push({ ...other, offset: entityEnd, length: otherEnd - entityEnd });
      }
    }
    fragment.append(text.slice(at, entity.offset));
    const content = renderRange(text, inner, entity.offset, entityEnd, on);
    fragment.append(wrap(entity, content, text.slice(entity.offset, entityEnd), on));
    at = entityEnd;
    // A block ends its own line; the newline that follows it would be a second one.
    if (blockTypes.has(entity.type) && text[at] === '\n') at += 1;
    entities = rest.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
    index = 0;
  }
  fragment.append(text.slice(at, end));
  return fragment;
}

function wrap(entity, content, value, on) {
  switch (entity.type) {
    case 'bold':
      return h('strong', {}, content);
    case 'italic':
      return h('em', {}, content);
    case 'underline':
      return h('u', {}, content);
    case 'strikethrough':
      return h('s', {}, content);
    case 'code':
      return h('code', { title: t('copy'), onclick: () => navigator.clipboard?.writeText(value) }, content);
    case 'pre':
      return h(
        'pre',
        {},
        entity.language ? h('span', { class: 'pre-language' }, entity.language) : null,
        h('code', {}, content),
      );
    case 'blockquote':
      return h('blockquote', {}, content);
    case 'expandable_blockquote':
      return expandable(content, value);
    case 'spoiler':
      return spoiler(content);
    case 'text_link':
      return link(entity.url, content, on);
    case 'url':
      return link(/^[a-z]+:\/\//i.test(value) ? value : `http://${value}`, content, on);
    case 'email':
      return link(`mailto:${value}`, content, on);
    case 'phone_number':
      return link(`tel:${value.replace(/[^+\d]/g, '')}`, content, on);
    case 'bot_command':
      return inlineButton(content, () => on.command(value));
    case 'mention':
      return inlineButton(content, () => on.mention(value.slice(1)));
    case 'hashtag':
    case 'cashtag':
    case 'text_mention':
      return h('span', { class: 'link' }, content);
    case 'date_time':
      return h(
        'time',
        { class: 'date-time', datetime: new Date(entity.unix_time * 1000).toISOString() },
        formatTime(entity, value),
      );
    default:
      return content;
  }
}

function formatTime(entity, fallback) {
  const format = entity.date_time_format ?? '';
  if (format === '') return fallback;
  const date = new Date(entity.unix_time * 1000);
  if (format === 'r') {
    const minutes = Math.round((date.getTime() - Date.now()) / 60_000);
    const relative = new Intl.RelativeTimeFormat(currentLanguage(), { numeric: 'auto' });
    return Math.abs(minutes) < 90
      ? relative.format(minutes, 'minute')
      : relative.format(Math.round(minutes / 60), 'hour');
  }
  return date.toLocaleString(currentLanguage(), {
    ...(format.includes('w') ? { weekday: 'long' } : {}),
    ...(/[dD]/.test(format) ? { dateStyle: format.includes('D') ? 'long' : 'short' } : {}),
    ...(/[tT]/.test(format) ? { timeStyle: format.includes('T') ? 'medium' : 'short' } : {}),
  });
}

function inlineButton(content, onclick) {
  return h('button', { type: 'button', class: 'link', onclick }, content);
}

function link(address, content, on) {
  if (!/^(https?|mailto|tel|tg):/i.test(address)) return h('span', {}, content);
  const deep = /^(?:https?:\/\/t\.me\/|tg:\/\/resolve\?domain=)([A-Za-z0-9_]+)(?:[?&]start=([A-Za-z0-9_-]*))?$/.exec(
    address,
  );
  if (deep !== null) return inlineButton(content, () => on.deepLink(deep[1], deep[2]));
  return h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, content);
}

function spoiler(content) {
  const element = h('button', { type: 'button', class: 'spoiler', 'aria-label': t('spoiler') }, h('span', {}, content));
  element.addEventListener('click', () => {
    element.replaceWith(h('span', { class: 'spoiler-open' }, ...element.firstChild.childNodes));
  });
  return element;
}

function expandable(content, value) {
  const isLong = value.length > 140 || value.split('\n').length > 3;
  if (!isLong) return h('blockquote', {}, content);
  const body = h('div', { class: 'quote-body' }, content);
  const quote = h('blockquote', { class: 'expandable' }, body);
  const toggle = h(
    'button',
    { type: 'button', class: 'quote-toggle', 'aria-expanded': 'false', 'aria-label': t('showMore') },
    '⌄',
  );
  toggle.addEventListener('click', () => {
    const isOpen = quote.classList.toggle('is-open');
    toggle.setAttribute('aria-expanded', String(isOpen));
    toggle.textContent = isOpen ? '⌃' : '⌄';
  });
  quote.append(toggle);
  return quote;
}
