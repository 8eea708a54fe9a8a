import { agentSays, clientSays } from './dialogue.ts';
import type { DialogueBook, GoalKind } from './dialogue.ts';

const GOALS: Record<GoalKind, { about: string; offer: string; slot: string; topic: string }> = {
  test_drive: {
    about: 'you asked us about a test drive',
    offer: 'book a test drive for you',
    slot: 'Saturday at eleven',
    topic: 'test drive',
  },
  meeting: {
    about: 'you were interested in our demo',
    offer: 'set up a twenty minute meeting',
    slot: 'Thursday at three',
    topic: 'meeting',
  },
  offer: {
    about: 'we sent you a proposal',
    offer: 'go through any questions on the proposal',
    slot: 'tomorrow at ten',
    topic: 'proposal',
  },
  general: {
    about: 'you left a request on our website',
    offer: 'clarify a few details and find the right option',
    slot: 'tomorrow after two',
    topic: 'request',
  },
};

/** English sales calls, one per mood; every one starts with the disclosure of the AI assistant and of the recording. */
export const englishBook: DialogueBook = {
  defaultDisclosure: ({ leadName, agentName, companyName }) =>
    `Hello${leadName ? ` ${leadName}` : ''}! This is ${agentName}, an AI assistant calling from ${companyName}. This call is recorded.`,
  dialogues: {
    positive: ({ disclosure, goal }) => ({
      lines: [
        agentSays(disclosure),
        clientSays('Oh hi, yes, thanks for calling.'),
        agentSays(`I am calling because ${GOALS[goal].about}, and I would like to ${GOALS[goal].offer}. Is now okay?`),
        clientSays('Sure, I was hoping you would call. I really like what I saw on your site.'),
        agentSays('Wonderful. What budget do you have in mind, and who else is part of the decision?'),
        clientSays('About twenty thousand, and my partner will want to have a look too.'),
        agentSays(`Thank you. I can offer ${GOALS[goal].slot}. Would that work?`),
        clientSays('Yes, that works great. Could you send me the address and a confirmation on Telegram?'),
        agentSays(`You are booked for ${GOALS[goal].slot}. I will send the address and a confirmation today.`),
        clientSays('Perfect, thank you. Bye!'),
      ],
      endReason: 'user_hangup',
      summary: `The client is interested (${GOALS[goal].topic}) and agreed to ${GOALS[goal].slot}. Expects the address and a confirmation on Telegram.`,
      sentiment: 'Positive',
      isSuccessful: true,
      facts: {
        agreed_time: GOALS[goal].slot,
        budget: 'about 20,000',
        next_step: 'Send the address and a confirmation',
      },
    }),
    neutral: ({ disclosure, goal }) => ({
      lines: [
        agentSays(disclosure),
        clientSays('Hello, yes?'),
        agentSays(`Recently ${GOALS[goal].about}. I would like to ${GOALS[goal].offer}.`),
        clientSays('I am driving right now, this is not a good moment.'),
        agentSays('I understand. When should I call you back?'),
        clientSays('Try tomorrow afternoon. And email me some information, I will take a look.'),
        agentSays('I will email you the details and call tomorrow afternoon. Is that right?'),
        clientSays('Yes, that is right.'),
        agentSays('Thank you, drive safely!'),
      ],
      endReason: 'agent_hangup',
      summary: 'The client was driving, asked for details by email and a call back tomorrow afternoon.',
      sentiment: 'Neutral',
      isSuccessful: true,
      facts: { callback: 'tomorrow afternoon', next_step: 'Email the details' },
    }),
    negative: ({ disclosure, goal }) => ({
      lines: [
        agentSays(disclosure),
        clientSays('You again! How many times are you going to call?', -0.4),
        agentSays(`I am sorry to bother you. I am calling because ${GOALS[goal].about}.`),
        clientSays('I never asked for anything! This is the third call this week and it is terrible.', -0.8),
        agentSays('I am sorry about that. I will ask a supervisor to look into the repeated calls.'),
        clientSays('Your manager promised to answer on Monday and vanished. I am not interested.'),
        agentSays('I understand. Would you like the head of the department to call you in person?'),
        clientSays('No, I would not. Goodbye.'),
      ],
      endReason: 'user_hangup',
      summary: 'The client is upset about repeated calls and an unanswered promise from Monday; declined to talk.',
      sentiment: 'Negative',
      isSuccessful: false,
      facts: {
        complaint: 'Repeated calls, no answer from the manager',
        next_step: 'Supervisor to review the complaint',
      },
    }),
    objections: ({ disclosure, goal }) => ({
      lines: [
        agentSays(disclosure),
        clientSays('Hi. Wait, are you a robot?'),
        agentSays(
          `Yes, I am an AI assistant, and I can connect you to a person. I am calling because ${GOALS[goal].about}.`,
        ),
        clientSays(
          'I did, but I looked at the prices and it is too expensive. A competitor is twenty percent cheaper.',
        ),
        agentSays('I see. Our price includes delivery, setup and a year of support. Is that included with them?'),
        clientSays('I am not sure. I also need to talk to my partner, I do not decide this alone.'),
        agentSays(`Of course. Let me send you a comparison and we can talk again ${GOALS[goal].slot}.`),
        clientSays('And what about the warranty? Our last supplier let us down, so I have doubts.', -0.2),
        agentSays('The contract gives twenty-four months, and I can send two references from your industry.'),
        clientSays('Fine, send the comparison and the references. If there is a discount, we can talk.'),
        agentSays('I will send both by the end of today and ask about the discount. Thank you for your time!'),
        clientSays('Okay, talk soon.'),
      ],
      endReason: 'user_hangup',
      summary:
        'Objections: price, a cheaper competitor, needs the partner to agree, doubts about the warranty. Agreed to read a comparison and references, waits for word on a discount.',
      sentiment: 'Neutral',
      isSuccessful: true,
      facts: {
        objections: 'price, partner, warranty',
        next_step: 'Send the comparison and references, ask about a discount',
      },
    }),
    opt_out: ({ disclosure }) => ({
      lines: [
        agentSays(disclosure),
        clientSays('Please stop calling me and take my number off your list.'),
        agentSays('Of course, I will note that you do not want to be called again. Sorry to bother you, goodbye.'),
      ],
      endReason: 'agent_hangup',
      summary: 'The client asked not to be called again and to be taken off the list.',
      sentiment: 'Negative',
      isSuccessful: false,
      facts: { do_not_call: true },
    }),
    voicemail: ({ disclosure, goal }) => ({
      lines: [
        clientSays('The person you are calling is not available. Please leave a message after the tone.'),
        agentSays(`${disclosure} I am calling because ${GOALS[goal].about}. I will try again later.`),
      ],
      endReason: 'voicemail_reached',
      summary: 'Reached voicemail and left a short message.',
      sentiment: 'Unknown',
      isSuccessful: false,
      facts: {},
    }),
  },
};
