/**
 * A file of findings that are known and left for later. Fingerprints decide; the words beside them are for people who
 * read the file, or its changes in a review. Sorted, and without lines or paths of a machine, so that it changes only
 * where findings do.
 */
import { z } from 'zod';
import { refText } from '../../../drift/objectRef.ts';
import { statementText } from '../findingWords.ts';
import type { CheckedProject } from './toldFindings.ts';

const baseline = z.object({
  version: z.literal(1),
  findings: z.array(z.object({ fingerprint: z.string() })),
});

/** @returns The fingerprints; `undefined` where the text is no baseline. */
export function readBaseline(text: string): ReadonlySet<string> | undefined {
  const read = baseline.safeParse(parsed(text));
  return read.success ? new Set(read.data.findings.map(({ fingerprint }) => fingerprint)) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no baseline.
    return undefined;
  }
}

export function baselineText(projects: readonly CheckedProject[]): string {
  const findings = projects.flatMap(({ project, report }) =>
    (report?.findings ?? []).map((finding) => ({
      project,
      object: refText(finding.object),
      kind: finding.kind,
      statement: statementText([finding]),
      fingerprint: finding.fingerprint,
    })),
  );
  const key = (one: (typeof findings)[number]) =>
    [one.project, one.object, one.kind, one.fingerprint].join('\0');
  const sorted = findings
    .map((one) => [key(one), one] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `${JSON.stringify({ version: 1, findings: sorted.map(([, one]) => one) }, undefined, 2)}\n`;
}
