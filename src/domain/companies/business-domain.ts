/** Where anybody has an address: such a domain says nothing about a company. */
const freeMail = new Set([
  ...['gmail.com', 'googlemail.com', 'yahoo.com', 'ymail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
  ...['icloud.com', 'me.com', 'mac.com', 'aol.com', 'proton.me', 'protonmail.com', 'gmx.com', 'gmx.de', 'web.de'],
  ...['mail.com', 'zoho.com', 'tutanota.com', 'fastmail.com', 'hey.com', 'duck.com', 'yahoo.co.uk', 'hotmail.co.uk'],
  ...['mail.ru', 'bk.ru', 'inbox.ru', 'list.ru', 'internet.ru', 'xmail.ru', 'yandex.ru', 'ya.ru', 'yandex.com'],
  ...['yandex.by', 'yandex.kz', 'yandex.ua', 'rambler.ru', 'lenta.ru', 'autorambler.ru', 'myrambler.ru', 'ro.ru'],
  ...['ukr.net', 'i.ua', 'meta.ua', 'tut.by', 'mail.kz', 'vk.com', 'narod.ru', 'qip.ru', 'pochta.ru', 'nextmail.ru'],
  ...[
    'qq.com',
    '163.com',
    '126.com',
    'naver.com',
    'orange.fr',
    'free.fr',
    'laposte.net',
    'libero.it',
    'wp.pl',
    'o2.pl',
  ],
]);

/** The company's domain in an e-mail address, null when the address is one of a free mail provider. */
export function businessDomain(email: string): string | null {
  const domain =
    email
      .split('@')
      .at(-1)
      ?.toLowerCase()
      .replace(/^www\./, '') ?? '';
  return domain === '' || freeMail.has(domain) ? null : domain;
}
