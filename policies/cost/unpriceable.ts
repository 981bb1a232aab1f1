/** A resource that costs money, but nobody can say how much from what stands there. */
export class Unpriceable extends Error {
  override readonly name = 'Unpriceable';
}
