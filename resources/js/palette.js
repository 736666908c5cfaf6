/** Ctrl+K: every place that has a name, a few letters away. */
let places

async function allPlaces() {
  places ??= fetch('/palette', { headers: { Accept: 'application/json' } })
    .then((response) => (response.ok ? response.json() : []))
    .catch(() => [])
  const pages = [...document.querySelectorAll('.bottom-bar a, a[href="/help"]')].map((link) => ({
    kind: 'Page',
    label: link.textContent.replace('?', '').trim(),
    href: link.getAttribute('href'),
  }))
  const unique = new Map(pages.map((page) => [page.href, page]))
  return [...unique.values(), ...(await places)]
}

export function palette() {
  return {
    all: [],
    found: [],
    active: 0,

    get activeId() {
      return this.found.length ? `place-${this.active}` : null
    },

    get items() {
      return this.found.map(({ label, kind, note, href }, index) => ({
        id: `place-${index}`,
        label,
        kind,
        href,
        note: note ?? '',
        selected: String(index === this.active),
      }))
    },

    async show() {
      if (this.$root.open) return
      this.$refs.box.value = ''
      this.$root.showModal()
      this.all = await allPlaces()
      this.filter()
    },

    /** Every word must occur; what begins with the first comes first. */
    filter() {
      const words = this.$refs.box.value.toLowerCase().split(/\s+/).filter(Boolean)
      const fits = ({ label, kind }) => {
        const text = `${kind} ${label}`.toLowerCase()
        return words.every((word) => text.includes(word))
      }
      const begins = ({ label }) => (words[0] && label.toLowerCase().startsWith(words[0]) ? 0 : 1)
      this.found = this.all
        .filter(fits)
        .sort((one, other) => begins(one) - begins(other))
        .slice(0, 12)
      this.active = 0
    },

    press(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step && this.found.length) {
        event.preventDefault()
        this.active = (this.active + step + this.found.length) % this.found.length
      }
      if (event.key === 'Enter') {
        event.preventDefault()
        this.go(this.found[this.active]?.href)
      }
    },

    choose(event) {
      this.go(event.target.closest('[data-href]').dataset.href)
    },

    go(href) {
      const { value } = this.$refs.box
      location.assign(href ?? `/library?${new URLSearchParams({ q: value })}`)
    },
  }
}
