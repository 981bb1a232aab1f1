package jdk.incubator.vector;

public abstract class LongVector {
    public static final VectorSpecies<Long> SPECIES_PREFERRED = new VectorSpecies<>() {};
}
