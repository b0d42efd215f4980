import { toast } from './toast.js';
/** Copies, and says so; without a clipboard (a page served over plain http) shows the text to be copied by hand. */
export async function copy(text, done) {
    try {
        await navigator.clipboard.writeText(text);
        toast(done);
    }
    catch {
        prompt('To copy:', text);
    }
}
