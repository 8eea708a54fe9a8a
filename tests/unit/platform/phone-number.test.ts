import { describe, expect, test } from 'vitest';
import { candidateTimeZones, formatPhone, parsePhone } from '#platform/phone-number.ts';

const moscowMobile = [
  '+7 916 123-45-67',
  '+79161234567',
  '8-916-123-45-67',
  '8 (916) 123 45 67',
  '89161234567',
  '9161234567',
  '79161234567',
  '8.916.123.45.67',
  '+7(916)1234567',
  ' +7 916 123 45 67 ',
  '＋７ ９１６ １２３ ４５ ６７',
  '+8 916 123 45 67',
  '8–916–123–45–67',
  '\u200e+7 916 123-45-67',
];

describe('A phone number', () => {
  test.each(moscowMobile)('"%s" is read in Russia as one mobile number.', (text) => {
    expect(parsePhone(text, 'RU')).toEqual({ e164: '+79161234567', country: 'RU', extension: null, type: 'MOBILE' });
  });

  test.each([
    ['8~10 44 20 7946 0958', 'RU', '+442079460958', 'GB'],
    ['0044 20 7946 0958', 'RU', '+442079460958', 'GB'],
    ['٠٠٤٤٢٠٧٩٤٦٠٩٥٨', 'RU', '+442079460958', 'GB'],
    ['+7 727 250 00 00', 'RU', '+77272500000', 'KZ'],
    ['8 705 111 22 33', 'KZ', '+77051112233', 'KZ'],
    ['(415) 555-2671', 'US', '+14155552671', 'US'],
    ['1-415-555-2671', 'US', '+14155552671', 'US'],
    ['020 7946 0958', 'GB', '+442079460958', 'GB'],
    ['8 029 123 45 67', 'BY', '+375291234567', 'BY'],
    ['+995 555 12 34 56', 'RU', '+995555123456', 'GE'],
    ['89161234567', 'US', '+79161234567', 'RU'],
  ])('"%s" is read in %s as %s of %s.', (text, country, e164, home) => {
    expect(parsePhone(text, country)).toMatchObject({ e164, country: home });
  });

  test.each([
    ['(495) 123-45-67 доб. 12', '+74951234567', '12'],
    ['+1 (415) 555-2671 ext. 345', '+14155552671', '345'],
  ])('"%s" keeps its internal number.', (text, e164, extension) => {
    expect(parsePhone(text, 'RU')).toMatchObject({ e164, extension });
  });

  test.each([
    '',
    '112',
    '123-45-67',
    'call me',
    '+7 000 000 00 00',
    '1 500 000',
    '8-916-',
    '9'.repeat(80),
    "+7916' OR 1=1",
    '+79161234567 89261234567',
  ])('"%s" is none.', (text) => {
    expect(parsePhone(text, 'RU')).toBeNull();
  });

  test('An unknown default country only leaves numbers with a country code.', () => {
    expect(parsePhone('9161234567', 'XX')).toBeNull();
    expect(parsePhone('+79161234567', '')?.country).toBe('RU');
  });

  test('It is shown as its country writes it.', () => {
    expect(['+79161234567', '+14155552671', '+442079460958', 'nonsense'].map(formatPhone)).toEqual([
      '+7 916 123-45-67',
      '+1 415 555 2671',
      '+44 20 7946 0958',
      'nonsense',
    ]);
  });
});

describe('The time zones of a number', () => {
  test('A Russian mobile number may be in every zone of Russia, a city number only in its own.', async () => {
    const mobile = await candidateTimeZones('+79161234567');
    expect(mobile).toHaveLength(11);
    expect(mobile).toEqual(expect.arrayContaining(['Europe/Kaliningrad', 'Europe/Moscow', 'Asia/Kamchatka']));
    expect(await candidateTimeZones('+74951234567')).toEqual(['Europe/Moscow']);
  });

  test('Numbers of other countries have the zones of their prefix, a toll-free one all of them, nonsense none.', async () => {
    expect(await candidateTimeZones('+14155552671')).toEqual(['America/Los_Angeles']);
    expect(await candidateTimeZones('+442079460958')).toEqual(['Europe/London']);
    expect((await candidateTimeZones('+18005551234')).length).toBeGreaterThan(5);
    expect(await candidateTimeZones('nonsense')).toEqual([]);
  });

  test('Changing a returned list does not change the next answer.', async () => {
    (await candidateTimeZones('+74951234567')).push('Mars/Olympus');
    expect(await candidateTimeZones('+74951234567')).toEqual(['Europe/Moscow']);
  });
});
