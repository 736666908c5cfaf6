import './routes/core.js'
import './routes/accounts.js'
import './routes/library/gallery.js'
import './routes/library/files.js'
