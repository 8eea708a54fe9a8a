import { describe, expect, it } from 'vitest';
import { looksLikeLead, readLeadLine } from '#bot/leads/lead-line.ts';

describe('a line about a lead', () => {
  it('is read in Russian with name, number and wish', () => {
    expect(readLeadLine('Иван Петров +7 999 123-45-67 хочет окна на дачу', 'RU')).toEqual({
      name: 'Иван Петров',
      phone: '+79991234567',
      email: null,
      telegramUsername: null,
      note: 'хочет окна на дачу',
    });
  });

  it('is read in English with an address and a username', () => {
    expect(readLeadLine('Anna Smith, anna@example.com, @anna_smith wants a demo', 'US')).toEqual({
      name: 'Anna Smith',
      phone: null,
      email: 'anna@example.com',
      telegramUsername: 'anna_smith',
      note: 'wants a demo',
    });
  });

  it('reads a Russian number that begins with 8', () => {
    expect(readLeadLine('Мария 8 (916) 123-45-67', 'RU')).toMatchObject({
      name: 'Мария',
      phone: '+79161234567',
      note: null,
    });
  });

  it('is not mistaken for a question or small talk', () => {
    for (const text of ['привет', 'ok', 'Как дела?', 'what can you do?']) {
      expect(looksLikeLead(readLeadLine(text, 'RU'), text)).toBe(false);
    }
  });

  it('is about a person when it is only a name and surname', () => {
    expect(looksLikeLead(readLeadLine('Олег Сидоров', 'RU'), 'Олег Сидоров')).toBe(true);
  });
});
