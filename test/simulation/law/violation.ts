/** An invariant of domain.md section 11 that did not hold. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly invariant: string;
  constructor(invariant: string, what: string) {
    super(`${invariant}: ${what}`);
    this.invariant = invariant;
  }
}

export const hold = (invariant: string, isHeld: boolean, what: () => string): void => {
  if (!isHeld) throw new Violation(invariant, what());
};
