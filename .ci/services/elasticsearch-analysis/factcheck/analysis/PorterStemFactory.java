package factcheck.analysis;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;

/** The token filter {@code porter_stem}: {@code running} becomes {@code run}. Wants lower case. */
@NamedComponent("porter_stem")
public class PorterStemFactory implements TokenFilterFactory {
    @Override
    public TokenStream create(TokenStream tokens) {
        return new PorterStemFilter(tokens);
    }
}
