import { headingWords } from '#domain/imports/heading-words.ts';
import type { Language } from '#prisma/generated/enums.ts';

/** How exported columns are headed where imports have no word for them: in Russian, in English. */
const words: Record<string, readonly [ru: string, en: string]> = {
  id: ['№ записи', 'Record id'],
  contactName: ['Контакт', 'Contact'],
  title: ['Задача', 'Task'],
  about: ['О ком', 'About'],
  dueAt: ['Срок', 'Due'],
  doneAt: ['Выполнено', 'Done'],
  createdAt: ['Создано', 'Created'],
  updatedAt: ['Изменено', 'Updated'],
  closedAt: ['Закрыто', 'Closed'],
  closeReason: ['Причина', 'Close reason'],
  doNotCall: ['Не звонить', 'Do not call'],
  date: ['Дата', 'Date'],
  direction: ['Направление', 'Direction'],
  callStatus: ['Состояние звонка', 'Call status'],
  outcome: ['Итог', 'Outcome'],
  durationSec: ['Длительность, с', 'Duration, s'],
  sentiment: ['Тон', 'Sentiment'],
  sentimentScore: ['Оценка тона', 'Sentiment score'],
  topics: ['Темы', 'Topics'],
  summary: ['Содержание', 'Summary'],
  actionItems: ['Следующие шаги', 'Action items'],
  kind: ['Событие', 'Event'],
  actor: ['Кто', 'Who'],
  details: ['Подробности', 'Details'],
};

/** The heading of an exported column. */
export function headingOf(column: string, language: Language): string {
  const own = words[column];
  if (own) return own[language === 'ru' ? 0 : 1];
  const known = headingWords[column];
  return known?.[language === 'ru' ? 0 : 1] ?? column;
}
