package org.testudo.benchmarks.plots;

/** Something to look at. */
interface Chart {
    /** As a document of its own. */
    String svg();
}
