/** A month, as all three clouds count it. */
export const hoursPerMonth = 730;
