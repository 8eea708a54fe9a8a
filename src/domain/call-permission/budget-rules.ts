import { DateTime } from 'luxon';
import type { CallFacts } from '#domain/call-permission/call-facts.ts';
import type { CallReason, TimeRule } from '#domain/call-permission/call-permission.ts';

/** A request's cap is within the organization's, and its earlier tries have left something of it. */
export function costCap(facts: CallFacts): CallReason {
  const { costCapCents, spentByRequestCents, policy } = facts;
  return {
    rule: 'budget.costCap',
    allowed: costCapCents <= policy.costCapCents && spentByRequestCents < costCapCents,
    params: { capCents: costCapCents, spentCents: spentByRequestCents, limitCents: policy.costCapCents },
  };
}

/** What today's calls cost and may still cost, this one included, stays within the day's budget of the organization. */
export function dayBudget(facts: CallFacts): TimeRule {
  const { policy, committedTodayCents, costCapCents } = facts;
  const fits = committedTodayCents + costCapCents <= policy.dailyBudgetCents;
  const everFits = costCapCents <= policy.dailyBudgetCents;
  const day = DateTime.fromJSDate(facts.at, { zone: policy.timeZone });
  const isSameDay = (at: Date) => DateTime.fromJSDate(at, { zone: policy.timeZone }).hasSame(day, 'day');
  return {
    reasonAt(at) {
      return {
        rule: 'budget.day',
        allowed: fits || (everFits && !isSameDay(at)),
        params: { committedCents: committedTodayCents, capCents: costCapCents, budgetCents: policy.dailyBudgetCents },
      };
    },
    nextFrom(at) {
      if (fits || (everFits && !isSameDay(at))) return at;
      return everFits
        ? DateTime.fromJSDate(at, { zone: policy.timeZone }).startOf('day').plus({ days: 1 }).toJSDate()
        : null;
    },
  };
}
