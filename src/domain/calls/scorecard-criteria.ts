import type { Language } from '#prisma/generated/enums.ts';

/** What a conversation is judged by, in the reader's language. */
export const scorecardCriteria: Record<Language, { id: string; name: string }[]> = {
  ru: [
    { id: 'opening', name: 'Представился и назвал причину звонка' },
    { id: 'needs', name: 'Выяснил потребность' },
    { id: 'answers', name: 'Ответил на вопросы и возражения по существу' },
    { id: 'manner', name: 'Был вежлив и слушал' },
    { id: 'nextStep', name: 'Договорился о следующем шаге' },
  ],
  en: [
    { id: 'opening', name: 'Introduced themselves and gave the reason for the call' },
    { id: 'needs', name: 'Found out what the person needs' },
    { id: 'answers', name: 'Answered questions and objections to the point' },
    { id: 'manner', name: 'Was polite and listened' },
    { id: 'nextStep', name: 'Agreed on a next step' },
  ],
};
