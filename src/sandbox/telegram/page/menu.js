import { h } from './dom.js';

let openOne = null;

/** A small menu beside its button; arrows move, Escape closes and gives the focus back. */
export function openMenu(anchor, entries) {
  openOne?.remove();
  const items = entries.filter(Boolean);
  if (items.length === 0) return;
  const close = () => {
    menu.remove();
    document.removeEventListener('pointerdown', outside, true);
    if (openOne === menu) openOne = null;
  };
  const outside = (event) => {
    if (!menu.contains(event.target)) close();
  };
  const toButton = (entry) =>
    h(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        class: `${entry.isDanger ? 'danger' : ''} ${entry.isReaction ? 'emoji' : ''}`,
        disabled: entry.isPlain === true,
        onclick: () => {
          close();
          entry.run();
        },
      },
      entry.label,
    );
  const reactions = items.filter((entry) => entry.isReaction);
  const menu = h(
    'div',
    { class: 'menu', role: 'menu' },
    reactions.length > 0 ? h('div', { class: 'menu-reactions' }, reactions.map(toButton)) : null,
    items.filter((entry) => !entry.isReaction).map(toButton),
  );
  menu.addEventListener('keydown', (event) => {
    const buttons = [...menu.querySelectorAll('button:not(:disabled)')];
    const index = buttons.indexOf(document.activeElement);
    if (event.key === 'Escape') {
      close();
      anchor.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      buttons.at((index + (event.key === 'ArrowDown' ? 1 : -1)) % buttons.length)?.focus();
    }
  });
  document.body.append(menu);
  const box = anchor.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = menu;
  menu.style.left = `${Math.max(8, Math.min(innerWidth - offsetWidth - 8, box.right - offsetWidth))}px`;
  menu.style.top = `${box.bottom + offsetHeight + 8 > innerHeight ? Math.max(8, box.top - offsetHeight - 4) : box.bottom + 4}px`;
  document.addEventListener('pointerdown', outside, true);
  openOne = menu;
  menu.querySelector('button:not(:disabled)')?.focus();
}
