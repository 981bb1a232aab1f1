/** Fast tier: Node only. The proofs (`*.proof.ts`) have their own configuration in tests/proof. */
module.exports = {
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  modulePathIgnorePatterns: ['<rootDir>/lib', '<rootDir>/dist', '<rootDir>/cdktf.out'],
  transform: { '^.+\\.tsx?$': '@swc/jest' },
  testEnvironment: 'node',
  globalSetup: '<rootDir>/tests/node-only.ts',
  // A slow machine is no failure: who hangs is stopped, who is slow is not.
  testTimeout: 60_000,
  // Nothing else has to be done meanwhile: on two cores this halves the time.
  maxWorkers: '100%',
};
