/**
 * A file of findings that are known and left for later. Fingerprints decide; the words beside them are for people who
 * read the file, or its changes in a review. Sorted, and without lines or paths of a machine, so that it changes only
 * where findings do.
 */
import { z } from 'zod';
import { refText } from '../../../drift/objectRef.ts';
import { statementText } from '../findingWords.ts';
import { fingerprintOf } from '../fingerprints.ts';
import type { CheckedProject } from './toldFindings.ts';

const baseline = z.object({
  /** Of 1, fingerprints did not say whose they are; the project's name stands beside them. */
  version: z.union([z.literal(1), z.literal(2)]),
  findings: z.array(z.object({ project: z.string().optional(), fingerprint: z.string() })),
});

export type Baseline = z.infer<typeof baseline>;

/** @returns `undefined` where the text is no baseline. */
export function readBaseline(text: string): Baseline | undefined {
  const read = baseline.safeParse(parsed(text));
  return read.success ? read.data : undefined;
}

/** Fingerprints of one project's findings, as they are within it. */
export function knownOf(
  { version, findings }: Baseline,
  { key, name }: { readonly key: string; readonly name: string },
): ReadonlySet<string> {
  return new Set(
    findings.flatMap(({ project = name, fingerprint }) => {
      if (version === 1) return project === name ? [fingerprint] : [];
      return fingerprintOf(key, fingerprint) ?? [];
    }),
  );
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
  return `${JSON.stringify({ version: 2, findings: sorted.map(([, one]) => one) }, undefined, 2)}\n`;
}
