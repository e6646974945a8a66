import type { SetupContext } from './context.ts';
import { Interrupted, SetupError } from './errors.ts';
import type { Inspection } from './inspection.ts';
import { commandLine } from './options.ts';
import { describeOrgOf, hasOtherOrg } from './place-org.ts';
import { appName, type PlanItem, planItems } from './plan-items.ts';
import type { TargetOrg } from './steps/inspect-org.ts';

/** The result of `--dry-run`, for `--json`. */
export interface PlanResult {
  readonly org: TargetOrg;
  readonly app: string;
  readonly plan: readonly PlanItem[];
  /** The command that carries out the plan, if it changes anything. */
  readonly next?: string;
}

/**
 * Shows the plan. Asks for confirmation unless `--dry-run` is given.
 * @returns the plan with `--dry-run`, otherwise undefined
 * @throws SetupError if `--yes` is given without `--replace`, which the plan requires
 */
export async function confirmPlan(
  context: SetupContext,
  inspection: Inspection,
): Promise<PlanResult | undefined> {
  const { options, terminal } = context;
  const { places = [], org } = inspection;
  const plan = planItems(context, inspection);
  terminal.say(`\nThis will:\n${plan.map(({ text }) => `  - ${text}`).join('\n')}`);
  if (options['dry-run'])
    return { org, app: appName(context, inspection), plan, next: endDryRun(context) };
  const foreign = places.filter((place) => hasOtherOrg(place, org));
  if (options.yes && !options.replace && foreign.length > 0) {
    const names = foreign.map((place) => `${place.gh.label} (${describeOrgOf(place)})`).join('; ');
    throw new SetupError(
      `These values are of another org, and would be overwritten: ${names}.`,
      `Choose another --repo or --environment. To overwrite these values: ${commandLine(options, { replace: true })}`,
    );
  }
  const question = foreign.length > 0 ? 'Overwrite the values of another org?' : 'Continue?';
  await confirm(context, org, question);
  return undefined;
}

/** Ends a run with `--dry-run`. Returns the command that carries out the plan. */
export function endDryRun({ options, terminal }: SetupContext): string {
  // Without a terminal that can ask, the command needs --yes.
  const yes = options.yes || options.json;
  const next = commandLine(options, { 'dry-run': false, yes });
  terminal.say(`\nNothing was changed. To do this: ${next}`);
  return next;
}

/** Asks whether to continue. Without `--yes`, the user must type the name of a production org. */
export async function confirm(
  { options, runtime, terminal }: SetupContext,
  org: TargetOrg,
  question = 'Continue?',
): Promise<void> {
  if (options.yes || org.kind !== 'production') {
    if (!(await terminal.confirm(question))) throw new Interrupted();
    return;
  }
  const answer = await runtime.ask(
    `${org.name} is a production org. Type its name to continue (${org.name}): `,
  );
  if (answer === '') throw new Interrupted();
  if (answer.toLowerCase() !== org.name.trim().toLowerCase())
    throw new Interrupted(`Stopped: the name that you typed is not ${org.name}.`);
}
