// The wait before another code can be asked for. It is seen each second and said at its end alone; the button keeps its place.

/** Seconds after the first code, the second, and all others. */
const waits = [30, 60, 120] as const;

/** How long to wait after so many codes. */
export const waitAfter = (codes: number): number => waits[Math.min(codes, waits.length) - 1] ?? waits[0];

/** Counts down. */
export class Countdown {
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Begins. `show` hears of the seconds that are left, now and each second, 0 at last. */
  begin(seconds: number, show: (left: number) => void): void {
    this.stop();
    const end = Date.now() + seconds * 1000; // a page that nobody sees is slow
    const tick = (): void => {
      const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      if (left === 0) this.stop();
      show(left);
    };
    this.#timer = setInterval(tick, 1000);
    tick();
  }

  /** Ends without a word. */
  stop(): void { clearInterval(this.#timer); }
}
