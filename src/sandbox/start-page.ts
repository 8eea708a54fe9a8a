import { html } from 'hono/html';
import type { SandboxPerson } from './outside-world.ts';

/** What each person is in the demonstration. */
export const partNames: Record<SandboxPerson['part'], { ru: string; en: string }> = {
  admin: { ru: 'администратор', en: 'admin' },
  manager: { ru: 'менеджер', en: 'manager' },
  secondManager: { ru: 'менеджер', en: 'manager' },
  approver: { ru: 'согласует звонки', en: 'approves calls' },
  secondApprover: { ru: 'согласует звонки', en: 'approves calls' },
  client: { ru: 'клиент', en: 'client' },
  secondClient: { ru: 'клиент', en: 'client' },
};

/** The sandbox's front door: who one can be, and where the other stand-ins are. */
export function startPage(people: SandboxPerson[]) {
  const idOf = (part: SandboxPerson['part']) => people.find((person) => person.part === part)?.id ?? 0;
  const russian = [idOf('client'), idOf('manager'), idOf('approver')].join(',');
  const english = [idOf('secondClient'), idOf('secondManager'), idOf('secondApprover')].join(',');
  return html`<!doctype html>
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Perezvon — sandbox</title>
        <style>
          :root { color-scheme: light dark; --ink: #17212b; --soft: #5b6b7a; --paper: #f4f6f8; --card: #fff; --line: #dfe5ea; --accent: #2a7fc1; }
          @media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --soft: #93a3b3; --paper: #0e1621; --card: #17212b; --line: #253341; --accent: #6ab3f3; } }
          body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
          main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
          h1 { font-size: 1.75rem; margin: 0 0 .5rem; } h2 { font-size: 1.05rem; margin: 2rem 0 .75rem; }
          p { color: var(--soft); margin: .25rem 0; }
          a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
          .starts { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0 .5rem; }
          .start { display: inline-block; padding: .75rem 1.25rem; border-radius: .75rem; background: var(--accent); color: var(--card); font-weight: 600; }
          ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
          li { display: grid; }
          li a { display: block; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); color: inherit; }
          small { color: var(--soft); display: block; }
        </style>
      </head>
      <body>
        <main>
          <h1>Перезвон · Perezvon</h1>
          <p>Песочница: Telegram и телефония здесь — местные заместители, данные — демонстрационные.</p>
          <p lang="en">Sandbox: Telegram and the telephone here are local stand-ins, the data is for demonstration.</p>
          <p class="starts">
            <a class="start" href="/sandbox/telegram/chat?people=${russian}">Клиент, менеджер и согласующий рядом</a>
            <a class="start" lang="en" href="/sandbox/telegram/chat?people=${english}">Client, manager and approver side by side</a>
          </p>
          <h2>Кем вы хотите быть? · Who would you like to be?</h2>
          <ul>
            ${people.map(
              (person) => html`<li>
                <a href="/sandbox/telegram/chat?people=${person.id}"
                  >${person.firstName} ${person.lastName}<small lang="${person.languageCode}">${partNames[person.part][person.languageCode]}</small></a
                >
              </li>`,
            )}
          </ul>
          <h2>Ещё · More</h2>
          <ul>
            <li><a href="/sandbox/retell/phone">Телефон клиента · Client's phone<small>ответить голосовому агенту самому · answer the voice agent yourself</small></a></li>
            <li><a href="/sandbox/mail">Почта · Mailbox<small>письма, которые отправила система · what the system sent</small></a></li>
            <li><a href="/docs">API<small>OpenAPI</small></a></li>
          </ul>
        </main>
      </body>
    </html>`;
}
