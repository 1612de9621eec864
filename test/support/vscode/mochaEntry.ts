/**
 * What VS Code loads as its test entry: runs, with Mocha, every suite bundled beside it, inside the extension host.
 *
 * The report is a file and not the exit code: VS Code says 0 also when the extension host died half-way.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import type { InHostReport } from './report.ts';

export async function run(): Promise<void> {
  // VS Code hands on everything the host prints, its own log as well: mark what is ours.
  Mocha.reporters.Base.consoleLog = (...args: readonly unknown[]) => {
    for (const line of format(...args).split('\n')) console.log(`[mocha] ${line}`);
  };
  const mocha = new Mocha({ ui: 'tdd', color: false, reporter: 'spec', timeout: 60_000, forbidOnly: true });
  const suites = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.test.cjs'));
  for (const file of suites) mocha.addFile(path.join(import.meta.dirname, file));
  const report = await runMocha(mocha);
  const reportFile = process.env.DRIFTLINE_REPORT;
  if (reportFile !== undefined) writeFileSync(reportFile, JSON.stringify(report));
  if (report.failed > 0 || report.passed === 0) throw new Error('Tests failed, or none ran.');
}

function runMocha(mocha: Mocha): Promise<InHostReport> {
  return new Promise((resolve) => {
    const { stats } = mocha.run((failed) =>
      resolve({ passed: stats?.passes ?? 0, failed, skipped: stats?.pending ?? 0 }),
    );
  });
}
