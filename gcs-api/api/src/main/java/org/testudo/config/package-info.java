/** All settings, with their defaults, units and checks; files, code and Spring fill these same records (ARCHITECTURE 8). */
package org.testudo.config;
