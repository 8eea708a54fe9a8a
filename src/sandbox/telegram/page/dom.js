/** Makes an element: `h('button', { class: 'x', onclick }, 'text', child)`. Text is always text, never markup. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else if (name === 'value' || name === 'checked' || name === 'disabled') element[name] = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const avatarColors = [
  ['#ff885e', '#ff516a'],
  ['#ffcd6a', '#ffa85c'],
  ['#82b1ff', '#665fff'],
  ['#a0de7e', '#54cb68'],
  ['#53edd6', '#28c9b7'],
  ['#72d5fd', '#2a9ef1'],
  ['#e0a2f3', '#d669ed'],
];

export function avatar(id, name, size = 'medium') {
  const [from, to] = avatarColors[Math.abs(Number(id) || 0) % avatarColors.length];
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const initials = words
    .slice(0, 2)
    .map((word) => [...word.replace(/^[^\p{L}\p{N}]+/u, '')][0] ?? '')
    .join('');
  const element = h('span', { class: `avatar ${size}`, 'aria-hidden': 'true' }, initials.toUpperCase());
  element.style.background = `linear-gradient(${from}, ${to})`;
  return element;
}

const paths = {
  send: 'M3 20.5 21.5 12 3 3.5v6.6l11 1.9-11 1.9z',
  attach: 'M17.5 7.5v8.8a5.5 5.5 0 0 1-11 0V6.2a3.7 3.7 0 0 1 7.4 0v9.4a1.9 1.9 0 0 1-3.8 0V7.5',
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  reply: 'M10 8V4L3 11l7 7v-4.2c5 0 8.3 1.6 11 5.2-1-5.4-4-10-11-11z',
  more: 'M12 6.5v.01M12 12v.01M12 17.5v.01',
  plus: 'M12 5v14M5 12h14',
  mic: 'M12 3.5a2.8 2.8 0 0 0-2.8 2.8v5.4a2.8 2.8 0 0 0 5.6 0V6.3A2.8 2.8 0 0 0 12 3.5zM6 11.5a6 6 0 0 0 12 0M12 17.5V21',
  keyboard: 'M3.5 7h17v10h-17zM7 10.3h.01M10.4 10.3h.01M13.7 10.3h.01M17 10.3h.01M8.5 13.8h7',
  down: 'M6 9.5l6 6 6-6',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z',
  tools: 'M14.5 6.5a4 4 0 0 0 4.9 4.9L11 20a2.4 2.4 0 0 1-3.4-3.4l8.5-8.4zM4 4l6 6',
  file: 'M7 3.5h7l4 4v13H7zM14 3.5v4h4',
  pin: 'M9 4h6l-1 6 3 3v1.5H7V13l3-3zM12 14.5V20',
  slash: 'M8 19L16 5',
};

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon icon-${name}`);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, extra = {}) {
  return h(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick, ...extra },
    icon(name),
  );
}

/** A modal dialog; resolves with the value of the button that closed it. */
export function openDialog({ title, body, buttons, wide = false }) {
  return new Promise((resolve) => {
    const dialog = h(
      'dialog',
      { class: wide ? 'dialog wide' : 'dialog', 'aria-label': title },
      h('h2', {}, title),
      h('div', { class: 'dialog-body' }, body),
      h(
        'div',
        { class: 'dialog-buttons' },
        buttons.map(({ label, value, kind }) =>
          h(
            'button',
            { type: 'button', class: `text-button ${kind ?? ''}`, onclick: () => dialog.close(value) },
            label,
          ),
        ),
      ),
    );
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue);
      dialog.remove();
    });
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close('');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A short notice, in the given box or over the page. */
export function toast(text, host = document.getElementById('toasts')) {
  const element = h('div', { class: 'toast' }, text);
  host.append(element);
  setTimeout(() => element.classList.add('leaving'), 3_200);
  setTimeout(() => element.remove(), 3_600);
}
