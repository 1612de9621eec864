/** How a run of Mocha inside VS Code ended. */
export interface InHostReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
