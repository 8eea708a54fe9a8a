import type { RecordKind } from '#prisma/generated/enums.ts';

/**
 * How people head their columns, by the field that is meant, in Russian and English. The first word of each language is
 * the one that exports write, so that an exported table is understood when it comes back.
 */
export const headingWords: Record<string, readonly string[]> = {
  name: [
    'Имя',
    'Name',
    'ФИО',
    'Ф.И.О.',
    'Клиент',
    'Контакт',
    'Контактное лицо',
    'Полное имя',
    'Full name',
    'Contact',
    'Client',
    'Customer',
    'Contact name',
    'Contact person',
  ],
  firstName: ['Имя (отдельно)', 'First name', 'Given name'],
  lastName: ['Фамилия', 'Last name', 'Surname', 'Family name'],
  middleName: ['Отчество', 'Middle name', 'Patronymic'],
  phone: [
    'Телефон',
    'Phone',
    'Тел',
    'Тел.',
    'Номер телефона',
    'Мобильный',
    'Мобильный телефон',
    'Сотовый',
    'Рабочий телефон',
    'Номер',
    'Phone number',
    'Mobile',
    'Mobile phone',
    'Cell',
    'Tel',
    'Telephone',
    'Work phone',
  ],
  phone2: ['Телефон 2', 'Phone 2', 'Другой телефон', 'Дополнительный телефон', 'Other phone', 'Second phone'],
  email: [
    'Почта',
    'Email',
    'E-mail',
    'Электронная почта',
    'Эл. почта',
    'Емейл',
    'Имейл',
    'Email address',
    'Mail',
    'Адрес почты',
  ],
  companyName: [
    'Компания',
    'Company',
    'Организация',
    'Фирма',
    'Работодатель',
    'Название компании',
    'Company name',
    'Organization',
    'Organisation',
    'Account',
  ],
  position: ['Должность', 'Position', 'Job title', 'Title'],
  telegramUsername: ['Телеграм', 'Telegram', 'Телеграмм', 'Ник в Telegram', 'Telegram username'],
  language: ['Язык', 'Language'],
  owner: [
    'Ответственный',
    'Owner',
    'Менеджер',
    'Ответственный менеджер',
    'Владелец',
    'Manager',
    'Responsible',
    'Assigned to',
    'Sales rep',
  ],
  stage: ['Этап', 'Stage', 'Стадия', 'Статус', 'Этап сделки', 'Status', 'Lead status', 'Deal stage'],
  pipeline: ['Воронка', 'Pipeline', 'Funnel'],
  source: ['Источник', 'Source', 'Откуда', 'Lead source'],
  note: [
    'Комментарий',
    'Note',
    'Примечание',
    'Заметка',
    'Заметки',
    'Описание',
    'Комментарии',
    'Notes',
    'Comment',
    'Comments',
    'Description',
    'Remark',
  ],
  externalId: ['Внешний ID', 'External ID', 'ID', 'Идентификатор', 'Код', 'External id'],
  taxId: ['ИНН', 'Tax ID', 'Налоговый номер', 'VAT', 'VAT number', 'INN', 'TIN'],
  domain: ['Домен', 'Domain'],
  website: ['Сайт', 'Website', 'Веб-сайт', 'Web site', 'Site', 'URL'],
  address: ['Адрес', 'Address', 'Юридический адрес', 'Фактический адрес'],
  industry: ['Отрасль', 'Industry', 'Сфера деятельности'],
  amount: ['Сумма', 'Amount', 'Бюджет', 'Стоимость', 'Сумма сделки', 'Цена', 'Value', 'Budget', 'Deal value', 'Price'],
  currency: ['Валюта', 'Currency'],
  expectedCloseOn: [
    'Ожидаемое закрытие',
    'Expected close',
    'Дата закрытия',
    'Плановая дата закрытия',
    'Close date',
    'Expected close date',
  ],
};

/** Words that mean the record itself where the table is one of companies or deals. */
export const nameWords: Record<RecordKind, readonly string[]> = {
  contact: [],
  lead: ['Лид', 'Lead', 'Название', 'Тема', 'Заявка', 'Lead name', 'Subject'],
  company: [
    'Название',
    'Компания',
    'Организация',
    'Наименование',
    'Company',
    'Company name',
    'Organization',
    'Название компании',
    'Фирма',
  ],
  deal: ['Название', 'Сделка', 'Название сделки', 'Deal', 'Deal name', 'Opportunity', 'Тема'],
};

/** A heading as it is compared: without case, marks and the difference of е and ё. */
export function plainWord(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
