#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <memory>

namespace framescope::net
{

/// OpenSSL's objects with their own ends. Only for .cpp files: what they give away are Qt's values.
struct OpenSslDelete {
    void operator()(X509 *p) const noexcept { X509_free(p); }
    void operator()(EVP_PKEY *p) const noexcept { EVP_PKEY_free(p); }
    void operator()(PKCS12 *p) const noexcept { PKCS12_free(p); }
    void operator()(BIO *p) const noexcept { BIO_free(p); }
    void operator()(STACK_OF(X509) * p) const noexcept { sk_X509_pop_free(p, X509_free); }
};
template <typename T> using OpenSslPointer = std::unique_ptr<T, OpenSslDelete>;

} // namespace framescope::net
