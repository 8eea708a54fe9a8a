import { expect } from 'vitest';
import { browserTest } from './browser-test.ts';
import { playMainJob } from './main-job.ts';

browserTest(
  'A newcomer does the whole main job in Russian on the sandbox page, by taps and typing, with three people side by side.',
  async (browser, product) => {
    const reply = await playMainJob(browser, product.url, {
      language: 'ru',
      entrance: /Клиент, менеджер и согласующий/,
      client: {
        firstName: 'Мария',
        name: 'Мария Лебедева',
        says: 'Здравствуйте! Хочу записаться на тест-драйв в субботу. Мой номер 8 916 123-45-67',
        phone: '+7 916 123-45-67',
      },
      manager: { name: 'Иван Белов', editedGoal: 'Договориться о тест-драйве в субботу' },
      agent: 'Алиса · Русский',
      screen: { width: 1440, height: 900 },
      colors: 'light',
      channel: { title: 'Отдел продаж — отчёты', language: 'ru' },
      folder: 'ru',
    });
    expect(reply).toMatch(/[а-яё]/i);
  },
);
