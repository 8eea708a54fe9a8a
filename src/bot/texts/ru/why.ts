import type { CallRule } from '#domain/call-permission/call-permission.ts';
import { html } from '#bot/formatting.ts';
import type { WhyTexts } from '#bot/texts/en/why.ts';

const rules: Record<CallRule, string> = {
  'phone.valid': 'Номер настоящий',
  'phone.country': 'В эту страну звонить можно',
  'phone.doNotCall': 'Нет в списке «не звонить»',
  'consent.withdrawn': 'Согласие не отозвано',
  'consent.given': 'Согласие там, где оно нужно',
  'script.disclosure': 'Скрипт говорит, что звонит ИИ',
  'time.callingHours': 'Время звонков там, где человек',
  'time.pauseBetweenCalls': 'Перерыв после прошлого звонка',
  'time.callsPerDay': 'Звонков в день',
  'budget.costCap': 'Предел стоимости',
  'budget.day': 'Бюджет дня',
};

export const why = {
  button: '🚦 Можно звонить?',
  ask: html`<b>Можно ли звонить?</b> Ответьте номером.`,
  placeholder: '+7 999 123-45-67',
  notANumber: 'Это не номер телефона. Напишите так: +7 999 123-45-67.',
  allowed: '✅ Звонить можно',
  denied: '🚫 Сейчас звонить нельзя',
  allowedFrom: (moment) => `⏳ Можно с ${moment}`,
  rules,
  evidence: {
    consent: 'согласие',
    doNotCall: 'запись в списке «не звонить»',
    call: 'прошлый звонок',
    script: 'скрипт',
  },
  proof: (what, when) => (when ? `${what}, ${when}` : what),
  export: '📎 Выгрузить доказательства',
  exported: 'Каждое правило с основанием. Эта выгрузка записана в историю изменений.',
} satisfies WhyTexts;
