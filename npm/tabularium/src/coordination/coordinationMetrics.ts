/** Over how many notifications the latency is averaged. */
const SAMPLE_COUNT = 100;

/** What {@link CoordinationMetrics} says, by the names that it has in JSON. */
export interface CoordinationFigures {
  readonly leadership_changes: number;
  /** Writes that were refused because their tab did not lead. */
  readonly write_conflicts: number;
  /** How often this tab was told to read again. */
  readonly follower_refreshes: number;
  /** From a commit to the callback, in milliseconds: the mean of the last 100. */
  readonly avg_notification_latency_ms: number;
  /** Notices of commits, those of other tabs that this one was told and those of its own that the others were. */
  readonly total_notifications: number;
  /** Since when it counts, in milliseconds since 1970; 0 where it has not been enabled yet. */
  readonly start_timestamp: number;
}

/** Counts what happens between tabs, while it is enabled. Disabling keeps what was counted. */
export class CoordinationMetrics {
  #isEnabled = false;
  #leadershipChanges = 0;
  #writeConflicts = 0;
  #followerRefreshes = 0;
  #notifications = 0;
  #latenciesMs: number[] = [];
  #startEpochMs = 0;

  get isEnabled(): boolean {
    return this.#isEnabled;
  }

  set isEnabled(isEnabled: boolean) {
    this.#isEnabled = isEnabled;
    if (isEnabled && this.#startEpochMs === 0) this.#startEpochMs = Date.now();
  }

  leadershipChanged(): void {
    if (this.#isEnabled) this.#leadershipChanges++;
  }

  writeRefused(): void {
    if (this.#isEnabled) this.#writeConflicts++;
  }

  refreshed(): void {
    if (this.#isEnabled) this.#followerRefreshes++;
  }

  sent(): void {
    if (this.#isEnabled) this.#notifications++;
  }

  notified(latencyMs: number): void {
    if (!this.#isEnabled) return;
    this.#notifications++;
    this.#latenciesMs.push(latencyMs);
    if (this.#latenciesMs.length > SAMPLE_COUNT) this.#latenciesMs.shift();
  }

  /** Counts from zero. */
  reset(): void {
    this.#leadershipChanges = 0;
    this.#writeConflicts = 0;
    this.#followerRefreshes = 0;
    this.#notifications = 0;
    this.#latenciesMs = [];
    this.#startEpochMs = this.#isEnabled ? Date.now() : 0;
  }

  figures(): CoordinationFigures {
    const samples = this.#latenciesMs;
    return {
      leadership_changes: this.#leadershipChanges,
      write_conflicts: this.#writeConflicts,
      follower_refreshes: this.#followerRefreshes,
      avg_notification_latency_ms: samples.length === 0 ? 0 : samples.reduce((sum, each) => sum + each, 0) / samples.length,
      total_notifications: this.#notifications,
      start_timestamp: this.#startEpochMs,
    };
  }
}
