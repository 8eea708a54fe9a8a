/** Labels and sentences that every area uses. */
export const actions = {
  back: '◀ Back',
  menu: '🏠 Menu',
  cancel: '✖ Cancel',
  cancelled: 'Cancelled. Nothing was saved.',
  nothingToCancel: 'There is nothing to cancel right now.',
  chooseButton: 'Please choose one of the buttons.',
  chooseOrType: 'Choose a button or type your own.',
  skip: 'Skip',
  previous: '‹ Newer',
  next: 'Older ›',
  keptForm: (name: string) => `Your ${name} is kept. You can go on where you left off.`,
  continueForm: 'Continue',
  discardForm: 'Discard it',
  discarded: 'Discarded.',
  unfinished: (name: string) => `You have an unfinished ${name}. Shall we go on?`,
  formNames: { newLead: 'new lead', newCallRequest: 'call request' },
  shownAgain: '⬇️ Asked again below.',
  notYoursAnyMore: 'This is no longer yours to decide.',
  nobody: 'nobody',
  none: 'none',
};
export type ActionTexts = typeof actions;
