/** The state as the document that `driftline diff` and `driftline whereis` print. */
import type { DriftDocument, DriftEnvironment } from '../core/drift/driftDocument.ts';
import { isShared } from '../core/drift/foreignWords.ts';
import type { ObjectRef } from '../core/drift/objectRef.ts';
import { refText } from '../core/drift/objectRef.ts';
import type { DriftReport, ExplainedDifference } from '../core/drift/report.ts';
import { findingText, foreignNotes, matchNotes, verdictText } from '../core/drift/verdictWords.ts';
import { explanationText, sidesOf } from '../core/drift/words.ts';
import { displayName } from '../core/schema/name.ts';
import { lineAt } from '../core/text/lines.ts';
import { relativePath } from '../core/text/path.ts';
import { type EnvironmentOverview, overviewsOf } from './overview.ts';
import type { WorkspaceState } from './state.ts';
import type { DocumentOptions } from './statusDocument.ts';

export interface DriftDocumentOptions extends DocumentOptions {
  /** Only the verdicts. */
  readonly verdictOnly: boolean;
  /** What is otherwise only counted, too. */
  readonly all: boolean;
}

export function driftDocumentOf(state: WorkspaceState, options: DriftDocumentOptions): DriftDocument {
  const environments = wantedOverviews(state, options).map((overview) => environmentOf(overview, options));
  return {
    version: 1,
    clean: environments.every(({ verdict }) => verdict?.kind === 'agrees' && !verdict.shared),
    environments,
  };
}

export function wantedOverviews(
  state: WorkspaceState,
  { wantsProject, wantsEnvironment }: Pick<DocumentOptions, 'wantsProject' | 'wantsEnvironment'>,
): readonly EnvironmentOverview[] {
  return state.projects
    .filter(({ project }) => wantsProject(project.name))
    .flatMap((project) => overviewsOf(state, project))
    .filter(({ environment }) => wantsEnvironment(environment.name));
}

/** `undefined` where the last attempt did not answer; an old answer is none. */
export function reportOf({ environment: { drift } }: EnvironmentOverview): DriftReport | undefined {
  return drift.kind === 'read' ? drift.answer.report : undefined;
}

/** Why a schema was not read; `undefined`: nobody asked. */
export function failureOf({ environment: { status, drift } }: EnvironmentOverview): string | undefined {
  const { failure } = status.kind === 'failed' ? status : drift.kind === 'failed' ? drift : {};
  return failure && `${failure.message} ${failure.advice}`;
}

function environmentOf(overview: EnvironmentOverview, options: DriftDocumentOptions): DriftEnvironment {
  const common = { project: overview.project.project.name, environment: overview.environment.name };
  const report = reportOf(overview);
  if (report === undefined) {
    const failure = failureOf(overview);
    return failure === undefined ? { ...common, state: 'notRead' } : { ...common, state: 'failed', failure };
  }
  return {
    ...common,
    state: 'read',
    verdict: verdictOf(report, overview.project.graph.effectiveHeads),
    ...(options.verdictOnly ? {} : detailsOf(report, options)),
  };
}

function verdictOf(report: DriftReport, heads: readonly string[]): NonNullable<DriftEnvironment['verdict']> {
  const { kind, stamped, match } = report.verdict;
  return {
    kind,
    text: verdictText(report, heads),
    stamped: stamped === undefined ? null : [...stamped],
    matches: [...match.revisions],
    equivalent: match.equivalent.map((one) => [...one]),
    tied: match.tied.map((one) => [...one]),
    confidence: match.certainty.kind,
    agreeing: match.agreeing,
    facts: match.facts,
    there: match.effects.there,
    effects: match.effects.all,
    notes: [...matchNotes(report), ...foreignNotes(report)],
    shared: isShared(report),
  };
}

function detailsOf(report: DriftReport, options: DriftDocumentOptions): Partial<DriftEnvironment> {
  const { revisions, differences, foreign, notCompared, unmanaged, ignored } = report;
  return {
    revisions: revisions.map((finding) => ({
      revision: finding.revision,
      recorded: finding.recorded,
      there: finding.there.length,
      effects: finding.there.length + finding.missing.length,
      text: findingText(finding),
    })),
    differences: differences.map((one) => differenceOf(one, options)),
    foreign: foreign.map(({ project, objects }) => ({ project, objects: objects.map(refText) })),
    counts: { notCompared: notCompared.length, unmanaged: unmanaged.length, ignored: ignored.length },
    ...(options.all ? { rest: restOf(report) } : {}),
  };
}

function restOf({ notCompared, unmanaged, ignored }: DriftReport): NonNullable<DriftEnvironment['rest']> {
  return [
    ...notCompared.map(({ difference, reason }) => ({
      why: 'notCompared' as const,
      ...nameOf(difference),
      reason,
    })),
    ...unmanaged.map((ref) => ({ why: 'unmanaged' as const, ...nameOf(ref) })),
    ...ignored.map(({ difference, rule }) => ({
      why: 'ignored' as const,
      ...nameOf(difference),
      reason: rule,
    })),
  ];
}

const nameOf = (ref: ObjectRef) => ({ object: refText(ref), kind: ref.object });

const words = { added: 'extra', removed: 'missing', changed: 'changed', renamed: 'renamed' } as const;

function differenceOf(
  explained: ExplainedDifference,
  { folder, textOf }: DriftDocumentOptions,
): NonNullable<DriftEnvironment['differences']>[number] {
  const { difference, explanation } = explained;
  const { expected, actual } = sidesOf(difference);
  const { maker } = explanation;
  const { file, range } = maker?.location ?? {};
  const text = file === undefined || range === undefined ? undefined : textOf(file);
  return {
    ...nameOf(difference),
    ...(difference.part === undefined ? {} : { of: displayName(difference.of) }),
    difference: words[difference.kind],
    ...(difference.kind === 'changed' ? { property: difference.property } : {}),
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    explanation: explanation.kind,
    text: explanationText(explained),
    ...(maker === undefined ? {} : { revision: maker.revision }),
    ...(file === undefined ? {} : { file: relativePath(file, folder) }),
    ...(text === undefined || range === undefined ? {} : { line: lineAt(text, range.start) }),
  };
}
