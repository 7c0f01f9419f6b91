import { words } from './passphrase-words.ts'

/** Words of a suggestion: 6 of 512 are 54 bits, which no one guesses at a server that counts tries. */
const length = 6

/** A few words that do not belong together, chosen by the browser's generator. */
export function suggestPassphrase(random: (size: number) => Uint16Array = randomNumbers): string {
  // 512 divides 65,536, so no word comes up more often than another.
  return [...random(length)].map((number) => words[number % words.length]).join(' ')
}

function randomNumbers(size: number): Uint16Array {
  return crypto.getRandomValues(new Uint16Array(size))
}
