import { expect } from 'vitest';
import { browserTest } from './browser-test.ts';
import { playMainJob } from './main-job.ts';

browserTest(
  'A newcomer does the whole main job in English on a telephone’s screen in the dark, by taps and typing.',
  async (browser, product) => {
    const reply = await playMainJob(browser, product.url, {
      language: 'en',
      entrance: /Client, manager and approver/,
      client: {
        firstName: 'John',
        name: 'John Carter',
        says: 'Hello! I would like a test drive on Saturday. My number is +44 20 7946 0018',
        phone: '+44 20 7946 0018',
      },
      manager: { name: 'Kate Miller', editedGoal: 'Arrange a test drive on Saturday' },
      agent: 'Alice · English',
      screen: { width: 390, height: 844 },
      colors: 'dark',
      channel: { title: 'Отдел продаж — отчёты', language: 'ru' },
      folder: 'en',
    });
    expect(reply).toMatch(/[a-z]/i);
    expect(reply).not.toMatch(/[а-яё]/i);
  },
);
