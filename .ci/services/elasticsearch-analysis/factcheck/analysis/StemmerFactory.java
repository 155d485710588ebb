package factcheck.analysis;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.elasticsearch.plugin.Inject;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;

/** The token filter {@code stemmer} for the languages {@code english} and {@code possessive_english}. */
@NamedComponent("stemmer")
public class StemmerFactory implements TokenFilterFactory {
    private final boolean possessive;

    @Inject
    public StemmerFactory(StemmerSettings settings) {
        this.possessive = switch (settings.language()) {
            case "possessive_english" -> true;
            case "english" -> false;
            default -> throw new IllegalArgumentException("no stemmer for " + settings.language());
        };
    }

    @Override
    public TokenStream create(TokenStream tokens) {
        return possessive ? new EnglishPossessiveFilter(tokens) : new PorterStemFilter(tokens);
    }
}
