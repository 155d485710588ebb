// Source pickers of an ordinary form.
import { pickers } from "./source_picker.js";

pickers(document);
