import { fileUrl } from './api.js';
import { avatar, h, icon, iconButton } from './dom.js';
import { renderFormatted } from './formatted-text.js';
import { serviceText, t, timeOf } from './i18n.js';

/** One message as an element. `view` says whose eyes see it and how it stands among its neighbours; `on` carries the actions. */
export function renderMessage(message, view, on) {
  if (message.service !== null) {
    return h(
      'div',
      { class: 'service', 'data-message-id': message.messageId },
      h('span', {}, serviceText(message.service)),
    );
  }
  const isOwn = message.from.id === view.userId && !message.from.isBot;
  const isVisual = message.media !== null && ['photo', 'video', 'animation'].includes(message.media.kind);
  const classes = [
    'message',
    isOwn ? 'own' : 'their',
    view.isFirst ? 'first' : '',
    view.isLast ? 'last' : '',
    view.showsAvatar ? 'with-avatar' : '',
    isVisual ? 'visual' : '',
  ];
  const shown = shownText(message, isOwn);
  const text = shown === '' ? null : h('div', { class: 'text' }, renderFormatted(shown, message.entities, on));
  const meta = h(
    'span',
    { class: 'meta' },
    message.isEdited ? h('span', { class: 'edited' }, t('edited')) : null,
    h('time', { datetime: new Date(message.dateSec * 1000).toISOString() }, timeOf(message.dateSec)),
    isOwn ? h('span', { class: 'ticks', 'aria-hidden': 'true' }, '✓✓') : null,
  );
  const bubble = h(
    'div',
    { class: 'bubble' },
    view.showsName && view.isFirst && !isOwn
      ? h('div', { class: `name name-${Math.abs(message.from.id) % 7}` }, message.from.name)
      : null,
    message.forwardedFrom === null
      ? null
      : h('div', { class: 'forwarded' }, `${t('forwardedFrom')} `, h('strong', {}, message.forwardedFrom)),
    replyPreview(message, on),
    message.media === null ? null : renderMedia(message.media),
    message.contact === null ? null : renderContact(message.contact),
    message.location === null
      ? null
      : h(
          'div',
          { class: 'location' },
          '📍',
          h('span', {}, `${message.location.latitude.toFixed(4)}, ${message.location.longitude.toFixed(4)}`),
        ),
    message.dice === null ? null : h('div', { class: 'dice' }, `${message.dice.emoji} ${message.dice.value}`),
    text,
    renderReactions(message, on),
    meta,
  );
  const actions = iconButton('more', t('actions'), (event) => on.menu(message, event.currentTarget), {
    class: 'icon-button message-actions',
    'aria-haspopup': 'menu',
  });
  return h(
    'article',
    {
      class: classes.filter(Boolean).join(' '),
      'aria-label': `${message.from.name}, ${timeOf(message.dateSec)}`,
      'data-message-id': message.messageId,
      ondblclick: () => on.reply(message),
      oncontextmenu: (event) => {
        if (window.getSelection()?.toString() !== '') return;
        event.preventDefault();
        on.menu(message, actions);
      },
    },
    view.showsAvatar
      ? view.isLast
        ? avatar(message.from.id, message.from.name, 'small')
        : h('span', { class: 'avatar small hidden' })
      : null,
    h(
      'div',
      { class: 'bubble-and-keys' },
      h('div', { class: 'bubble-row' }, bubble, actions),
      renderKeyboard(message, on),
    ),
  );
}

/** Telegram hides the parameter of the start link that a person followed. */
function shownText(message, isOwn) {
  return isOwn && /^\/start \S+$/.test(message.text) ? '/start' : message.text;
}

function replyPreview(message, on) {
  if (message.replyTo === null) return null;
  const { messageId, name, text } = message.replyTo;
  return h(
    'button',
    { type: 'button', class: 'reply-preview', onclick: () => on.jump(messageId) },
    h('strong', {}, name),
    h('span', {}, text.split('\n')[0].slice(0, 90)),
  );
}

function renderReactions(message, on) {
  if (message.reactions.length === 0) return null;
  return h(
    'div',
    { class: 'reactions' },
    message.reactions.map(({ emoji, actorIds }) =>
      h(
        'button',
        {
          type: 'button',
          class: 'reaction',
          'aria-label': `${emoji} ${actorIds.length}`,
          onclick: () => on.react(message, emoji),
        },
        emoji,
        h('span', {}, String(actorIds.length)),
      ),
    ),
  );
}

const glyphs = { url: '↗', copy_text: '⧉', web_app: '▣', switch: '↪' };

function glyphOf(button) {
  if (button.url !== undefined || button.login_url !== undefined) return glyphs.url;
  if (button.copy_text !== undefined) return glyphs.copy_text;
  if (button.web_app !== undefined) return glyphs.web_app;
  return button.switch_inline_query !== undefined || button.switch_inline_query_current_chat !== undefined
    ? glyphs.switch
    : null;
}

function renderKeyboard(message, on) {
  if (message.buttons.length === 0) return null;
  return h(
    'div',
    { class: 'inline-keyboard', role: 'group' },
    message.buttons.map((row) =>
      h(
        'div',
        { class: 'key-row' },
        row.map((button) => {
          const glyph = glyphOf(button);
          const isDisabled = button.disabled !== undefined;
          return h(
            'button',
            {
              type: 'button',
              class: `key ${button.style ?? ''}`,
              'aria-disabled': isDisabled ? 'true' : undefined,
              onclick: (event) => (isDisabled ? undefined : on.tap(message, button, event.currentTarget)),
            },
            h('span', { class: 'key-text' }, button.text),
            glyph === null ? null : h('span', { class: 'key-glyph', 'aria-hidden': 'true' }, glyph),
          );
        }),
      ),
    ),
  );
}

function renderContact(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(' ');
  return h(
    'div',
    { class: 'contact' },
    avatar(contact.user_id ?? 3, name, 'medium'),
    h(
      'div',
      {},
      h('strong', {}, name),
      h(
        'span',
        { class: 'muted' },
        contact.phone_number.startsWith('+') ? contact.phone_number : `+${contact.phone_number}`,
      ),
    ),
  );
}

function renderMedia(media) {
  const url = fileUrl(media);
  switch (media.kind) {
    case 'photo':
    case 'sticker': {
      const image = h('img', {
        src: url,
        alt: media.fileName || t('photo'),
        loading: 'lazy',
        class: media.isSpoiler ? 'photo hidden-photo' : 'photo',
      });
      return h(
        'button',
        {
          type: 'button',
          class: 'photo-button',
          'aria-label': t('photo'),
          onclick: () => image.classList.remove('hidden-photo'),
        },
        image,
      );
    }
    case 'video':
    case 'animation':
    case 'video_note':
      return h('video', { src: url, controls: true, class: 'photo', preload: 'metadata' });
    case 'voice':
    case 'audio':
      return renderPlayer(media, url);
    default:
      return h(
        'a',
        { class: 'document', href: url, download: media.fileName },
        h('span', { class: 'document-icon' }, icon('file')),
        h(
          'span',
          { class: 'document-text' },
          h('strong', {}, media.fileName),
          h('span', { class: 'muted' }, sizeText(media.sizeBytes)),
        ),
      );
  }
}

function renderPlayer(media, url) {
  const audio = h('audio', { src: url, preload: 'none' });
  const name = media.kind === 'voice' ? 'voice' : media.title || media.fileName;
  const time = h('span', { class: 'muted player-time' }, clock(media.durationSec));
  const bars = h('div', { class: 'wave', 'aria-hidden': 'true' }, waveform(media.contentId));
  const button = h('button', { type: 'button', class: 'play', 'aria-label': `▶ ${name}` }, '▶');
  const seek = h('input', { type: 'range', min: 0, max: 1000, value: 0, class: 'seek', 'aria-label': name });
  button.addEventListener('click', () => (audio.paused ? audio.play().catch(() => undefined) : audio.pause()));
  const show = () => {
    button.textContent = audio.paused ? '▶' : '❚❚';
  };
  audio.addEventListener('play', show);
  audio.addEventListener('pause', show);
  audio.addEventListener('timeupdate', () => {
    const length = Number.isFinite(audio.duration) ? audio.duration : media.durationSec;
    const part = length > 0 ? audio.currentTime / length : 0;
    seek.value = String(part * 1000);
    bars.style.setProperty('--played', `${part * 100}%`);
    time.textContent = `${clock(audio.currentTime)} / ${clock(length)}`;
  });
  seek.addEventListener('input', () => {
    const length = Number.isFinite(audio.duration) ? audio.duration : media.durationSec;
    audio.currentTime = (Number(seek.value) / 1000) * length;
  });
  return h(
    'div',
    { class: `player ${media.kind}` },
    button,
    h(
      'div',
      { class: 'player-body' },
      media.kind === 'audio' ? h('strong', {}, name) : null,
      h('div', { class: 'wave-box' }, bars, seek),
      time,
    ),
    audio,
  );
}

function waveform(seedText) {
  let seed = [...seedText].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 7);
  return Array.from({ length: 32 }, () => {
    seed = (seed * 1_664_525 + 1_013_904_223) >>> 0;
    const bar = h('i');
    bar.style.height = `${18 + (seed % 82)}%`;
    return bar;
  });
}

function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function sizeText(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
