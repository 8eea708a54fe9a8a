import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '#tests/support/person.ts';
import { openApprovalWorld } from './approval-world.ts';
import type { ApprovalWorld } from './approval-world.ts';
import { openNeighbor } from './neighbor.ts';

describe.each(['ru', 'en'] as const)('a call request that several people may decide about, in %s', (language) => {
  let world: ApprovalWorld;
  let admin: Person;
  let oleg: Person;
  let vera: Person;

  beforeAll(async () => {
    world = await openApprovalWorld(language);
    const [first, second] = world.team.approvers;
    if (!first || !second) throw new Error('The team has two approvers.');
    [admin, oleg, vera] = [world.team.admin, first, second];
  }, 120_000);
  afterAll(() => world[Symbol.asyncDispose](), 60_000);

  const textsOf = () => oleg.texts;

  test('Two approvers tap Approve at the same time: one decision and one call, both cards name who decided, and the slower one is told.', async () => {
    const { approve, statuses } = textsOf().callRequests;
    const request = await world.ask();
    const cards = await Promise.all([oleg, vera].map((person) => world.cardToDecide(person, request)));
    const [ofOleg, ofVera] = cards;
    if (!ofOleg || !ofVera) throw new Error('Both have a card.');
    const data = [world.dataBehind(ofOleg, approve), world.dataBehind(ofVera, approve)];
    const before = [await oleg.chatHistory(), await vera.chatHistory()];
    await Promise.all([world.pressData(oleg, ofOleg, data[0] ?? ''), world.pressData(vera, ofVera, data[1] ?? '')]);

    const { deciders, calls } = await world.until(request, { status: 'approved', calls: 1 });
    expect(deciders).toHaveLength(1);
    expect(calls).toBe(1);
    const [winner = ''] = deciders;
    for (const person of [oleg, vera]) await world.cardOf(person, request, statuses.approved, winner);
    const [slower, seenBefore] = winner === oleg.name ? [vera, before[1]] : [oleg, before[0]];
    await world.sees(slower, textsOf().errors.reasons['callRequest.alreadyDecided']({ by: winner }), seenBefore);
    expect(await world.outcomeOf(request)).toMatchObject({ status: 'approved', calls: 1, deciders: [winner] });
  });

  test('Whoever asked for the call finds it in the list, taps Approve, and is told that somebody else has to look at it.', async () => {
    const { approve } = textsOf().callRequests;
    const request = await world.ask();
    await admin.write('/approvals');
    const list = await world.sees(admin, textsOf().callRequests.approvalsTitle.source.replace(/<[^>]+>/g, ''));
    const label = list.buttons.flat().find(({ text }) => text.includes(request.lead))?.text ?? '';
    await admin.press(list, label);
    const card = await world.cardToDecide(admin, request);
    const before = await admin.chatHistory();
    await world.pressData(admin, card, world.dataBehind(card, approve));
    await world.sees(admin, textsOf().errors.reasons['callRequest.ownRequest']({}), before);
    expect(await world.outcomeOf(request)).toEqual({ status: 'pending', revision: 1, deciders: [], calls: 0 });
  });

  test('Button data that somebody changed gets a sentence and a fresh menu, and decides nothing.', async () => {
    const { approve } = textsOf().callRequests;
    const request = await world.ask();
    const other = await world.ask();
    const card = await world.cardToDecide(oleg, request);
    const otherCard = await world.cardToDecide(oleg, other);
    const data = world.dataBehind(card, approve);
    const tampered = [
      `${data.slice(0, -1)}${data.endsWith('A') ? 'B' : 'A'}`,
      `${data.slice(0, 12)}${world.dataBehind(otherCard, approve).slice(12)}`,
      `${data.slice(0, 4)}AAAAAAAA${data.slice(12)}`,
      'approve:1',
    ];
    for (const made of tampered) {
      const before = await oleg.chatHistory();
      await world.pressData(oleg, card, made);
      await world.sees(oleg, textsOf().errors.foreignButton, before);
      await world.sees(
        oleg,
        textsOf()
          .menu.title(oleg.name)
          .source.replace(/<[^>]+>/g, ''),
        before,
      );
    }
    await world.cardToDecide(oleg, request);
    for (const one of [request, other])
      expect(await world.outcomeOf(one)).toEqual({ status: 'pending', revision: 1, deciders: [], calls: 0 });
  });

  test('A colleague’s button pressed in one’s own chat is not one’s own: it decides nothing.', async () => {
    const { approve } = textsOf().callRequests;
    const request = await world.ask();
    const [card, colleagues] = [await world.cardToDecide(oleg, request), await world.cardToDecide(vera, request)];
    const before = await oleg.chatHistory();
    await world.pressData(oleg, card, world.dataBehind(colleagues, approve));
    await world.sees(oleg, textsOf().errors.foreignButton, before);
    expect(await world.outcomeOf(request)).toEqual({ status: 'pending', revision: 1, deciders: [], calls: 0 });
  });

  test('A button of another organization’s card is answered with a sentence and leaves that organization’s request alone.', async () => {
    const { approve } = textsOf().callRequests;
    const { approver: neighbor, request } = await openNeighbor(world);
    const theirs = await world.cardToDecide(neighbor, request);
    const own = await world.cardToDecide(oleg, await world.ask());
    const before = await oleg.chatHistory();
    await world.pressData(oleg, own, world.dataBehind(theirs, approve));
    await world.sees(oleg, textsOf().errors.foreignButton, before);
    const asked = { ...request, lead: '' };
    expect(await world.outcomeOf(asked)).toEqual({ status: 'pending', revision: 1, deciders: [], calls: 0 });
    // The same data in its own chat works: it was the place that was wrong.
    await world.pressData(neighbor, theirs, world.dataBehind(theirs, approve));
    expect(await world.until(asked, { status: 'approved', calls: 1 })).toMatchObject({ deciders: [neighbor.name] });
  });

  test('The button of an old card says who has decided meanwhile, and nothing is decided or called again.', async () => {
    const { approve, reject, withoutReason, statuses } = textsOf().callRequests;
    const request = await world.ask();
    const old = await world.cardToDecide(vera, request);
    const data = world.dataBehind(old, approve);
    const card = await world.cardToDecide(oleg, request);
    await oleg.press(card, reject);
    await oleg.press(await world.cardToDecide(oleg, request, withoutReason), withoutReason);
    await world.cardOf(vera, request, statuses.rejected, oleg.name);
    const before = await vera.chatHistory();
    await world.pressData(vera, old, data);
    await world.sees(vera, textsOf().errors.reasons['callRequest.alreadyDecided']({ by: oleg.name }), before);
    expect(await world.outcomeOf(request)).toEqual({
      status: 'rejected',
      revision: 1,
      deciders: [oleg.name],
      calls: 0,
    });
  });

  test('An expired request says that its time is over, not that it was refused, and cannot be approved.', async () => {
    const { approve, statuses } = textsOf().callRequests;
    const request = await world.ask();
    const card = await world.cardToDecide(oleg, request);
    const data = world.dataBehind(card, approve);
    await world.sql(`UPDATE call_requests SET deadline_at = now() - interval '1 minute' WHERE id = $1`, [request.id]);
    const expired = await world.cardOf(oleg, request, statuses.expired);
    expect(expired.text).not.toContain(statuses.rejected);
    const before = await oleg.chatHistory();
    await world.pressData(oleg, expired, data);
    await world.sees(oleg, textsOf().errors.reasons['callRequest.expired']({}), before);
    expect(await world.outcomeOf(request)).toEqual({ status: 'expired', revision: 1, deciders: [], calls: 0 });
  });

  test('A request edited after its card was sent is shown anew: the old button approves nothing, the new one does.', async () => {
    const { approve } = textsOf().callRequests;
    const request = await world.ask();
    const card = await world.cardToDecide(oleg, request);
    const data = world.dataBehind(card, approve);
    const edited = { ...request, goal: `${request.goal} (2)` };
    await world.edit(request, edited.goal);
    const before = await oleg.chatHistory();
    await world.pressData(oleg, card, data);
    await world.sees(oleg, textsOf().errors.reasons['callRequest.changedSinceShown']({}), before);
    expect(await world.outcomeOf(request)).toEqual({ status: 'pending', revision: 2, deciders: [], calls: 0 });
    const fresh = await world.cardToDecide(oleg, edited);
    await world.pressData(oleg, fresh, world.dataBehind(fresh, approve));
    expect(await world.until(request, { status: 'approved', calls: 1 })).toMatchObject({
      revision: 2,
      deciders: [oleg.name],
    });
  });

  test('Whose right to approve was taken away, or whose access was closed, is told so, and the others can still decide.', async () => {
    const { approve } = textsOf().callRequests;
    const request = await world.ask();
    const card = await world.cardToDecide(vera, request);
    const data = world.dataBehind(card, approve);
    await world.setPermissions(vera, []);
    let before = await vera.chatHistory();
    await world.pressData(vera, card, data);
    await world.sees(vera, textsOf().errors.reasons['permission.missing']({}), before);
    expect(await world.outcomeOf(request)).toEqual({ status: 'pending', revision: 1, deciders: [], calls: 0 });

    await world.disable(vera);
    before = await vera.chatHistory();
    await world.pressData(vera, card, data);
    await world.sees(vera, textsOf().start.disabled, before);
    expect(await world.outcomeOf(request)).toEqual({ status: 'pending', revision: 1, deciders: [], calls: 0 });

    const others = await world.cardToDecide(oleg, request);
    await world.pressData(oleg, others, world.dataBehind(others, approve));
    expect(await world.until(request, { status: 'approved', calls: 1 })).toMatchObject({ deciders: [oleg.name] });
  });
});
