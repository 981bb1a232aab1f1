/** The fast tests find no program but Node: a build that asks the machine for one, such as Terraform, fails in them. */
export default function nodeOnly(): void {
  process.env.PATH = '';
}
