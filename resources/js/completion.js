/** What may follow in the search box: an ARIA combobox over the server's suggestions. */
export function completion() {
  return {
    suggestions: [],
    active: -1,
    open: false,
    problem: '',
    asked: 0,

    get closed() {
      return !this.open
    },

    get expanded() {
      return String(this.open)
    },

    get activeId() {
      return this.open && this.active >= 0 ? `completion-${this.active}` : null
    },

    get items() {
      return this.suggestions.map(({ label, help, count }, index) => ({
        id: `completion-${index}`,
        index,
        label,
        help: help ?? '',
        count: count?.toLocaleString('en') ?? '',
        selected: String(index === this.active),
      }))
    },

    init() {
      const { box } = this.$refs
      const column = Number(box.dataset.column)
      if (!column) return
      box.focus()
      box.setSelectionRange(column - 1, column - 1)
    },

    askWhenEmpty() {
      if (!this.$refs.box.value) this.ask()
    },

    async ask() {
      const { box } = this.$refs
      this.problem = ''
      const asking = ++this.asked
      await new Promise((resolve) => setTimeout(resolve, 90))
      if (asking !== this.asked) return
      const answer = await fetchCompletions(box.value, box.selectionStart)
      if (asking !== this.asked || document.activeElement !== box) return
      this.suggestions = answer.suggestions.filter(({ text }) => text !== box.value)
      this.active = -1
      this.open = this.suggestions.length > 0
    },

    press(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step) {
        event.preventDefault()
        return this.open ? this.move(step) : this.ask()
      }
      if (event.key === 'Escape' && this.open) {
        event.preventDefault()
        event.stopPropagation()
        return this.close()
      }
      if (event.key === 'Escape') return this.$refs.box.blur()
      if ((event.key === 'Enter' || event.key === 'Tab') && this.open && this.active >= 0) {
        event.preventDefault()
        this.take(this.active)
      }
    },

    move(step) {
      const count = this.suggestions.length
      this.active = (this.active + step + count + (this.active < 0 && step < 0 ? 1 : 0)) % count
      this.$nextTick(() =>
        document.getElementById(this.activeId)?.scrollIntoView({ block: 'nearest' })
      )
    },

    choose(event) {
      this.take(Number(event.target.closest('[data-index]').dataset.index))
    },

    take(index) {
      const { box } = this.$refs
      const { text, caret } = this.suggestions[index]
      box.value = text
      box.setSelectionRange(caret, caret)
      this.close()
      if (text[caret - 1] === ':') this.ask()
    },

    close() {
      this.asked++
      this.open = false
      this.active = -1
    },

    leave(event) {
      if (!this.$root.contains(event.relatedTarget)) this.close()
    },

    /** What is wrong is said here, and the list stays as it is; only a search that can be done is done. */
    async submit() {
      const { box } = this.$refs
      this.close()
      const { error } = await fetchCompletions(box.value, box.value.length)
      if (!error) return this.$root.submit()
      this.problem = `${error.message} Column ${error.column}.`
      box.setAttribute('aria-invalid', 'true')
      box.focus()
      box.setSelectionRange(error.column - 1, box.value.length)
    },
  }
}

async function fetchCompletions(text, caret) {
  const nothing = { suggestions: [], error: null }
  const url = `/library/completions?${new URLSearchParams({ text, caret })}`
  const headers = { Accept: 'application/json' }
  return fetch(url, { headers }).then(
    (response) => (response.ok ? response.json() : nothing),
    () => nothing
  )
}
