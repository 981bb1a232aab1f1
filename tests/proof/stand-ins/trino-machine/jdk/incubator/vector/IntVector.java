package jdk.incubator.vector;

public abstract class IntVector {
    public static final VectorSpecies<Integer> SPECIES_PREFERRED = new VectorSpecies<>() {};
}
