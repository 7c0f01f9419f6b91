/** The mark: a gable over two columns and a doorway. Decoration beside the name. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className} fill="currentColor">
      <path d="M16 3 3 10v3h26v-3L16 3Zm0 3.4 6.7 3.6H9.3L16 6.4ZM5 15h4v10H5V15Zm18 0h4v10h-4V15ZM3 27.5h8.5V20a4.5 4.5 0 0 1 9 0v7.5H29V30H3v-2.5Z" />
    </svg>
  )
}
