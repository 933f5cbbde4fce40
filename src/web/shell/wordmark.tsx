/** The mark is a small list with one lit line: a desk with papers, one of them alive. */
export const Wordmark = () => (
  <span className="wordmark">
    <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden>
      <rect width="32" height="32" rx="7" className="wordmark-ground" />
      <path d="M7 10.5h18M7 16h11M7 21.5h15" className="wordmark-lines" />
      <circle cx="23.5" cy="16" r="2" className="wordmark-dot" />
    </svg>
    <span>DJDesk</span>
  </span>
);
