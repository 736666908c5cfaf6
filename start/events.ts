/** The one table of who listens to what: a room below announces, a room above answers. */
export {}
